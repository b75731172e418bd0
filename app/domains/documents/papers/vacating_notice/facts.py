"""Facts of the vacating notice 腾空公告, signed by the president in person (民诉法 261(1); CP-01)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.domains.documents.facts.asset import PlaceFacts
from app.domains.documents.facts.base import Instant, Text
from app.domains.documents.facts.case import CauseFacts, ContactFacts, CourtFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.state import ArrearFacts


class Facts(CourtFacts, CauseFacts, ContactFacts, PartiesFacts, PlaceFacts, ArrearFacts, DatedFacts):
    """Occupants are checked, not printed: the posted paper names the debtor and 其他占有人 only."""

    occupants: list[Annotated[Text, Mark.NAME]] = Field(min_length=1, title="占有人")
    vacate_by_at: Instant = Field(title="履行期限")
    dwelling_arrangement: str = Field("", title="居住保障安排")
    president_name: Text = Field(title="院长")


PAPER = PaperKind(
    code="vacating_notice",
    number=26,
    title="腾空公告",
    stage=Stage.VACATING,
    drafter=Role.ASSISTANT,
    signers=(Role.PRESIDENT,),
    due="催促迁出之后，期限由法院确定",
    rules=("CP-01", "VC-01", "VC-02", "VC-04"),
    facts=Facts,
    public=True,
)
