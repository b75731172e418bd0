"""The terms of a sale: site, round, times, price, deposit, increment, payment, viewing."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Fen, Instant, PaperFacts, Part, Text, needed
from app.domains.documents.facts.marks import Mark
from app.domains.documents.filters import d


class Round(StrEnum):
    """Which sale of the thing it is."""

    FIRST = "一拍"
    SECOND = "二拍"
    SALE = "变卖"
    AGAIN = "重新拍卖"


ROUND_WORDS = {Round.FIRST: "第一次拍卖", Round.SECOND: "第二次拍卖", Round.SALE: "变卖", Round.AGAIN: "重新拍卖"}


class PriceMethod(StrEnum):
    """The four ways to a reference price."""

    AGREEMENT = "当事人议价"
    DIRECTED = "定向询价"
    NETWORK = "网络询价"
    APPRAISAL = "委托评估"


class SiteFacts(PaperFacts):
    """Where it is sold."""

    site_name: Text = Field(title="网拍平台")


class SitePageFacts(SiteFacts):
    """With the court's page."""

    site_account_url: Text = Field(title="法院主页")


class TimeFacts(PaperFacts):
    """When bidding opens and ends."""

    opens_at: Instant = Field(title="开始时间")
    ends_at: Instant = Field(title="结束时间")


class RoundFacts(PaperFacts):
    """Which round."""

    round: Round = Field(title="轮次")

    @property
    def round_cn(self) -> str:
        """一拍 → 第一次拍卖."""
        return ROUND_WORDS[self.round]


class ReferenceFacts(PaperFacts):
    """The reference price and its way."""

    reference_price: Fen = Field(title="参考价")
    reference_method: PriceMethod = Field(title="定价方式")


class StartFacts(PaperFacts):
    """Start price and deposit."""

    start_price: Fen = Field(title="起拍价")
    deposit: Fen = Field(title="保证金")


class IncrementFacts(PaperFacts):
    """Step of a bid."""

    increment: Fen = Field(title="加价幅度")


class Account(Part):
    """An account of the court."""

    name: Text = Field(title="户名")
    bank: Text = Field(title="开户行")
    number: Annotated[Text, Mark.ACCOUNT] = Field(title="账号")


class AccountFacts(PaperFacts):
    """Where money goes."""

    pay_account: Account = Field(title="收款账户")


class BalanceDueFacts(PaperFacts):
    """The day in the announcement until which the balance is paid (NA-32)."""

    balance_due_on: date = Field(title="付清日")


class PriorityHolder(Part):
    """Somebody with a right to buy first."""

    name: Annotated[Text, Mark.NAME] = Field(title="姓名或者名称")
    right_nature: Text = Field(title="权利性质")
    rank: int = Field(ge=1, title="顺位")
    notified_by: Text = Field(title="通知方式")
    notified_on: date = Field(title="通知日")

    @property
    def text(self) -> str:
        """'co-owner …, rank 1, told on … by …'."""
        return f"{self.name}（{self.right_nature}，第{self.rank}顺位，{d(self.notified_on)}以{self.notified_by}方式通知）"


class PriorityFacts(PaperFacts):
    """Who may buy first; an empty list says 无."""

    priority_holders: list[PriorityHolder] = Field(title="优先购买权人")

    @property
    def priority_text(self) -> str:
        """All in a line."""
        return "；".join(each.text for each in self.priority_holders) or "经调查未发现优先购买权人"


class ViewingFacts(PaperFacts):
    """When and where the thing can be seen."""

    viewing: Text = Field(title="看样安排")


class LoanAvailable(StrEnum):
    """Whether a bank lends on it; only with the bank's answer."""

    YES = "可以申请贷款"
    NO = "不支持贷款"


class LoanFacts(PaperFacts):
    """Loan, with the bank's contact when there is one."""

    loan_available: LoanAvailable = Field(title="可否贷款")
    loan_info: str = Field("", title="贷款银行与联系方式")

    @model_validator(mode="after")
    def _bank_known(self) -> Self:
        if self.loan_available is LoanAvailable.YES and not self.loan_info:
            raise needed("贷款银行与联系方式", "loan_info")
        return self
