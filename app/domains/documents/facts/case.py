"""Facts of the case that papers share: court, number, cause, basis, contacts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from app.domains.documents.facts.base import PaperFacts, Text
from app.domains.documents.facts.marks import Mark

CaseNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^（\d{4}）\S+号$")]


class CourtFacts(PaperFacts):
    """Which court, which case."""

    court_name: Text = Field(title="法院全称")
    case_no: CaseNumber = Field(title="案号")
    serial_suffix: str = Field("", title="同案序号")


class CauseFacts(PaperFacts):
    """What the dispute was about."""

    case_cause: Text = Field(title="案由")


class BasisFacts(CauseFacts):
    """The effective document that is enforced."""

    basis_court: Text = Field(title="作出机关")
    basis_doc_no: Text = Field(title="执行依据文号")
    basis_doc_title: Text = Field(title="执行依据名称")


class NoticeServedFacts(PaperFacts):
    """When the debtor got the enforcement notice."""

    notice_served_on: date = Field(title="执行通知送达日")


class ContactFacts(PaperFacts):
    """Whom to call: the judge's assistant, else the clerk."""

    clerk: Text = Field(title="书记员")
    judge_assistant: str = Field("", title="法官助理")
    office_phone: Annotated[Text, Mark.OFFICE] = Field(title="联系电话")

    @property
    def contact_name(self) -> str:
        """The name printed after 联系人."""
        return self.judge_assistant or self.clerk


class OfficeFacts(ContactFacts):
    """Contact and where the court is."""

    office_address: Annotated[Text, Mark.OFFICE] = Field(title="联系地址")


class SupervisionFacts(PaperFacts):
    """Where to complain."""

    supervision_phone: Annotated[Text, Mark.OFFICE] = Field(title="监督电话")
