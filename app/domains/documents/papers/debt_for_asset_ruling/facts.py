"""Facts of the ruling that hands the thing to a creditor 以物抵债裁定书 (拍卖变卖规定 16, 20, 26; AS-13, AS-17, AS-23)."""

from __future__ import annotations

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Fen, Text, needed
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import RulingFacts
from app.law.in_kind import difference


class Facts(CourtFacts, CauseFacts, PartiesFacts, AssetFacts, RulingFacts):
    """After a failed round, at the reserve of that round and not below."""

    accepting_creditor: Text = Field(title="接受财产的债权人")
    rounds_text: Text = Field(title="流拍经过")
    reserve_of_failed_round: Fen = Field(title="流拍保留价")
    offset_amount: Fen = Field(title="抵偿数额")
    claim_amount: Fen = Field(title="应受清偿数额")
    difference_paid: Fen = Field(title="补交差额")
    difference_paid_on: date | None = Field(None, title="差额补交日")
    rank_text: Text = Field(title="受偿顺位及其他债权人")
    offset_debt_text: Text = Field(title="所抵偿的债务")
    burden_extinguished: list[Text] = Field(title="因抵债消灭的权利")
    burden_surviving: list[Text] = Field(default=[], title="继续存在的权利")

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.difference_paid and self.difference_paid_on is None:
            raise needed("差额补交日", "difference_paid_on")
        if self.offset_amount < self.reserve_of_failed_round:
            raise ValueError("抵偿数额不得低于流拍保留价", "offset_amount")
        if self.difference_paid != (owed := difference(self.reserve_of_failed_round, self.claim_amount)):
            raise ValueError(f"补交差额应为 {owed.grouped} 元（流拍保留价减去应受清偿数额）", "difference_paid")
        return self

    @property
    def burden_clause(self) -> str:
        """What ends, what goes on."""
        ended = f"设定的{'、'.join(self.burden_extinguished)}消灭" if self.burden_extinguished else "上述财产上无因抵债而消灭的权利负担"
        return ended + (f"，{'、'.join(self.burden_surviving)}继续存在" if self.burden_surviving else "")


PAPER = PaperKind(
    code="debt_for_asset_ruling",
    number=22,
    title="以物抵债裁定书",
    stage=Stage.SETTLEMENT,
    drafter=Role.ASSISTANT,
    signers=(Role.PANEL, Role.CLERK),
    due="补交差额后十日内送达",
    rules=("AS-13", "AS-17", "AS-23", "NA-52"),
    facts=Facts,
    public=True,
)
