"""Facts of the demand for the balance 余款催缴通知 (网拍规定 24, 25; NA-32, NA-33)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Fen, Instant, Text
from app.domains.documents.facts.case import CourtFacts, OfficeFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.terms import AccountFacts, BalanceDueFacts


class Facts(CourtFacts, OfficeFacts, AssetFacts, BalanceDueFacts, AccountFacts, DatedFacts):
    """What was bought, what is still due on `as_of`."""

    buyer_name: Text = Field(title="买受人")
    buyer_phone: Annotated[str, Mark.CUT] = Field("", title="买受人电话")
    sold_at: Instant = Field(title="成交时刻")
    sold_price: Fen = Field(title="成交价")
    deposit_paid: Fen = Field(title="已交保证金")
    paid_so_far: Fen = Field(title="已付余款")
    as_of: date = Field(title="截至日")

    @property
    def balance_due(self) -> Fen:
        """Price less deposit less what was paid."""
        return self.sold_price - self.deposit_paid - self.paid_so_far


PAPER = PaperKind(
    code="balance_demand",
    number=18,
    title="余款催缴通知",
    stage=Stage.SETTLEMENT,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="公告所列付款日届满前",
    rules=("NA-32", "NA-33"),
    facts=Facts,
)
