"""Facts of the auction notice 拍卖公告 (网拍规定 12–14; CL-01, CL-02; NA-10, NA-36)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.asset import OwnerFacts, SizeFacts, UseFacts
from app.domains.documents.facts.base import Part, Text
from app.domains.documents.facts.case import CourtFacts, OfficeFacts, SupervisionFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.state import (
    ArrearFacts,
    BurdenFacts,
    DefectFacts,
    LeaseFacts,
    OccupancyFacts,
    RegistrableFacts,
    SeizureFacts,
    TaxFacts,
    VacatingFacts,
)
from app.domains.documents.facts.terms import (
    AccountFacts,
    BalanceDueFacts,
    IncrementFacts,
    PriorityFacts,
    ReferenceFacts,
    RoundFacts,
    SitePageFacts,
    StartFacts,
    TimeFacts,
    ViewingFacts,
)
from app.domains.documents.filters import d


class Notified(Part):
    """A party who was told of the sale."""

    name: Text = Field(title="被通知人")
    way: Text = Field(title="通知方式")
    on: date = Field(title="通知日")

    @property
    def text(self) -> str:
        """'林绍恒（2026年2月26日邮寄）'."""
        return f"{self.name}（{d(self.on)}{self.way}）"


class State(OwnerFacts, SizeFacts, UseFacts, OccupancyFacts, BurdenFacts, LeaseFacts, SeizureFacts, DefectFacts, RegistrableFacts):
    """What the thing is and how it stands."""


class Terms(SitePageFacts, RoundFacts, TimeFacts, ReferenceFacts, StartFacts, IncrementFacts, BalanceDueFacts, AccountFacts, PriorityFacts, ViewingFacts):
    """How it is sold."""


class Facts(CourtFacts, OfficeFacts, SupervisionFacts, State, ArrearFacts, TaxFacts, VacatingFacts, Terms, DatedFacts):
    """The ten items of CL-01 and the texts of CL-02."""

    consult_phone: Text = Field(title="咨询电话")
    special_qualification: str = Field("", title="特殊资格")
    notified: list[Notified] = Field(min_length=1, title="已通知的当事人")
    unreachable_notice: list[Text] = Field(default=[], title="无法通知情况")
    base_judgment_barred_reason: str = Field("", title="执行依据不公开的理由")

    @property
    def notification_text(self) -> str:
        """Who was told how, and who could not be (NA-15, NA-16)."""
        told = "本院已通知" + "、".join(each.text for each in self.notified)
        return told + "；无法通知的当事人：" + ("；".join(self.unreachable_notice) or "无") + "。"


PAPER = PaperKind(
    code="auction_notice",
    number=12,
    title="拍卖公告",
    stage=Stage.SALE,
    drafter=Role.ASSISTANT,
    signers=(Role.JUDGE,),
    due="一拍开拍前十五日（不动产三十日），二拍七日（不动产十五日）",
    rules=("NA-10", "NA-36", "CL-01", "CL-02"),
    facts=Facts,
    public=True,
)
