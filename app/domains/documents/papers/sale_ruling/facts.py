"""Facts of the ruling on the sale 成交裁定书 (网拍规定 22(2); 拍卖变卖规定 20, 26, 28; AS-17, AS-23, AS-25)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Fen, Instant, Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import BuyerFacts, PartiesFacts
from app.domains.documents.facts.sign import RulingFacts
from app.domains.documents.facts.terms import SiteFacts


class Facts(CourtFacts, CauseFacts, PartiesFacts, BuyerFacts, AssetFacts, SiteFacts, RulingFacts):
    """Made only when the price is fully paid."""

    title_cert_no: Annotated[Text, Mark.CERTIFICATE] = Field(title="权属证书号")
    sold_at: Instant = Field(title="成交时刻")
    sold_price: Fen = Field(title="成交价")
    paid_in_full_on: date = Field(title="付清价款日")
    qualification_checked_on: date | None = Field(None, title="买受人资格核验日")
    burden_extinguished: list[Text] = Field(title="因拍卖消灭的权利")
    burden_surviving: list[Text] = Field(default=[], title="继续存在的权利")
    registry_name: Text = Field(title="登记机构")

    @property
    def burden_clause(self) -> str:
        """Clause 二: what ends by the sale, what goes on."""
        ended = (
            f"设定在上述财产上的{'、'.join(self.burden_extinguished)}因拍卖而消灭，由拍卖所得价款依法清偿；"
            if self.burden_extinguished
            else "上述财产上无因拍卖而消灭的权利负担；"
        )
        return ended + (f"{'、'.join(self.burden_surviving)}继续存在，由买受人承受；" if self.burden_surviving else "")


PAPER = PaperKind(
    code="sale_ruling",
    number=21,
    title="成交裁定书",
    stage=Stage.SETTLEMENT,
    drafter=Role.ASSISTANT,
    signers=(Role.PANEL, Role.CLERK),
    due="价款付清后十日内送达",
    rules=("AS-17", "AS-23", "AS-25", "NA-29", "NA-52"),
    facts=Facts,
    public=True,
)
