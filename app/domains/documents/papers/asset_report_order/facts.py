"""Facts of the order to report assets 报告财产令 (民诉法 252; 财产调查规定 3–7, 9–11; EX-05, EX-06, CL-10)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from app.domains.documents.facts.base import Count, Text
from app.domains.documents.facts.case import CauseFacts, CourtFacts, OfficeFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts


class Facts(CourtFacts, CauseFacts, PartiesFacts, OfficeFacts, DatedFacts):
    """Deadline, scope and period, supplement duty, liability; the form is always annexed."""

    report_within_days: Count = Field(ge=1, title="报告期限")
    report_from_on: date = Field(title="报告期间自")
    report_to: Text = Field(title="报告期间至")
    report_scope: list[Text] = Field(min_length=5, title="财产范围")
    change_scope: list[Text] = Field(min_length=5, title="应报告的变动")
    supplement_days: Literal[10] = Field(title="补充报告期限")
    liability_text: Text = Field(title="法律责任")
    form_attached: Literal[True] = Field(title="财产调查表")


PAPER = PaperKind(
    code="asset_report_order",
    number=2,
    title="报告财产令",
    stage=Stage.SEARCH,
    drafter=Role.CLERK,
    signers=(Role.JUDGE,),
    due="与执行通知书同时",
    rules=("EX-05", "EX-06", "CL-10"),
    facts=Facts,
)
