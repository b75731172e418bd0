"""Facts of the ruling on a buyer's default 悔拍裁定书 (网拍规定 24; NA-33, NA-34)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Fen
from app.domains.documents.facts.case import CauseFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import BuyerFacts, PartiesFacts
from app.domains.documents.facts.sign import RulingFacts
from app.domains.documents.facts.terms import SiteFacts, TimeFacts


class Facts(CourtFacts, CauseFacts, PartiesFacts, BuyerFacts, AssetFacts, SiteFacts, TimeFacts, RulingFacts):
    """Online only: the offline rule on a remainder is another (AS-18)."""

    sold_price: Fen = Field(title="成交价")
    deposit_paid: Fen = Field(title="已交保证金")
    balance_due_on: date = Field(title="付清日")
    balance_paid: Fen = Field(title="已付余款")


PAPER = PaperKind(
    code="default_ruling",
    number=19,
    title="悔拍裁定（保证金不予退还、重新拍卖）",
    stage=Stage.SETTLEMENT,
    drafter=Role.ASSISTANT,
    signers=(Role.PANEL, Role.CLERK),
    due="付款日届满并经书面催缴后",
    rules=("NA-33", "NA-34", "BM-08"),
    facts=Facts,
    public=True,
)
