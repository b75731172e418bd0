"""Facts of the mandate for an auxiliary task 委托书 (网拍规定 7, 9; NA-05, AUX-01, AUX-05, AUX-18)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domains.documents.facts.base import Part, Text
from app.domains.documents.facts.case import CourtFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.sign import DatedFacts


class Worker(Part):
    """Somebody who may act under the mandate."""

    name: Text = Field(title="姓名")
    badge: Text = Field(title="工号")


class Facts(CourtFacts, DatedFacts):
    """One task, one letter: act, place, term, people."""

    mandate_no: Text = Field(title="委托书编号")
    agency_name: Text = Field(title="受托单位")
    agency_uscc: Text = Field(title="受托单位统一社会信用代码")
    workers: list[Worker] = Field(min_length=1, title="受托人员")
    task_kind_name: Text = Field(title="委托事项")
    task_place: Text = Field(title="办理地点")
    valid_from: date = Field(title="有效期自")
    valid_until: date = Field(title="有效期至")
    permitted_acts: list[Text] = Field(min_length=1, title="准许事项")
    forbidden_acts: list[Text] = Field(min_length=1, title="禁止事项")
    data_given: list[Text] = Field(min_length=1, title="提供的信息种类")
    data_return_on: date = Field(title="返还或者删除期限")
    verify_phone: Annotated[Text, Mark.OFFICE] = Field(title="核验电话")


PAPER = PaperKind(
    code="task_mandate",
    number=34,
    title="委托书（辅助事务）",
    stage=Stage.ANY,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="任务发出时",
    rules=("NA-05", "AUX-01", "AUX-05", "AUX-18"),
    facts=Facts,
    public=True,
)
