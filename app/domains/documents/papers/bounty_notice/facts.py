"""Facts of the bounty notice 悬赏公告 (财产调查规定 21–24; EX-10)."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.base import Fen, Text
from app.domains.documents.facts.case import BasisFacts, ContactFacts, CourtFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class Facts(CourtFacts, BasisFacts, ContactFacts, PartiesFacts, DatedFacts):
    """The reward is the applicant's; the informant is never named (PI-11)."""

    unpaid_amount: Fen = Field(title="尚欠金额")
    reward_rule: Text = Field(title="悬赏金数额或者计算方法")
    reward_cap: Fen | None = Field(None, title="悬赏金上限")
    claim_conditions: list[Text] = Field(min_length=1, title="领取条件")
    excluded_persons: Text = Field(title="不予发放人员")
    channels: list[Text] = Field(min_length=1, title="发布平台")
    clue_contact: Text = Field(title="线索接收方式")
    valid_until_on: date = Field(title="截止日期")


PAPER = PaperKind(
    code="bounty_notice",
    number=3,
    title="悬赏公告",
    stage=Stage.SEARCH,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="收到书面申请后十日内决定",
    rules=("EX-10", "PI-11"),
    facts=Facts,
    public=True,
)
