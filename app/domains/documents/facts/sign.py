"""Who signs and when."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from app.domains.documents.facts.base import PaperFacts, Part, Text


class DatedFacts(PaperFacts):
    """The day of the sign-off."""

    signed_on: date = Field(title="落款日期")


class Signer(Part):
    """Somebody who signs under a title."""

    signer_title: Text = Field(title="职务")
    signer_name: Text = Field(title="姓名")


class RulingFacts(DatedFacts):
    """A ruling: judge or panel in the order of signing, then the clerk (民诉法 157(3))."""

    signers: list[Signer] = Field(min_length=1, title="署名人员")
    judge_assistant: str = Field("", title="法官助理")
    clerk: Text = Field(title="书记员")
