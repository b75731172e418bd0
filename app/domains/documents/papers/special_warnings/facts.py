"""Facts of the special warnings 特别提示 (网拍规定 14; CL-03, CL-04, CL-05, VC-08)."""

from __future__ import annotations

from pydantic import Field

from app.domains.documents.facts.asset import AssetFacts
from app.domains.documents.facts.base import Part, Text
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.state import ArrearFacts, OccupancyFacts, RegistrableFacts, TaxFacts, VacatingFacts
from app.domains.documents.facts.terms import ViewingFacts


class Risk(Part):
    """Something that would stop a cautious buyer."""

    matter: Text = Field(title="事项")
    fact: Text = Field(title="事实")
    effect: Text = Field(title="影响")


class Facts(AssetFacts, OccupancyFacts, VacatingFacts, TaxFacts, ArrearFacts, RegistrableFacts, ViewingFacts):
    """The seven warnings with the lot's own facts, the gravest first."""

    top_risks: list[Risk] = Field(min_length=1, title="重大事项")
    qualification_warning: str = Field("", title="资格提示")
    unregistered_part: str = Field("", title="无证部分")
    notices: list[Text] = Field(default=[], title="其他提示事项")
    lease_notice: str = Field("", title="租赁、居住权提示")
    dispute_notice: str = Field("", title="异议和诉讼提示")
    unpaid_capital_notice: str = Field("", title="未缴出资提示")
    violent_death_notice: str = Field("", title="非正常死亡事件提示")

    @property
    def further(self) -> list[str]:
        """The conditional warnings that apply, in order, each with its heading."""
        headed = (
            ("租赁/居住权", self.lease_notice),
            ("异议和诉讼", self.dispute_notice),
            ("未缴出资", self.unpaid_capital_notice),
            ("非正常死亡事件", self.violent_death_notice),
        )
        return [*(f"{head}：{text}" for head, text in headed if text), *self.notices]


PAPER = PaperKind(
    code="special_warnings",
    number=14,
    title="特别提示（重大事项提示）",
    stage=Stage.SALE,
    drafter=Role.ASSISTANT,
    signers=(Role.JUDGE,),
    due="与拍卖公告同日",
    rules=("NA-13", "CL-03", "CL-04", "CL-05", "VC-08"),
    facts=Facts,
    sealed=False,
    public=True,
)
