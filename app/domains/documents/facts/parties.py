"""The parties of a case and how a paper names them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import PaperFacts, Part, Text, needed
from app.domains.documents.facts.marks import Mark
from app.domains.documents.filters import d


class PersonKind(StrEnum):
    """自然人 has sex, birth and id number; the others have a code and somebody who represents them."""

    NATURAL = "自然人"
    LEGAL = "法人"
    OTHER = "非法人组织"


class Person(Part):
    """A party, a buyer, a creditor."""

    party_kind: PersonKind = Field(title="主体类型")
    name: Text = Field(title="姓名或者名称")
    sex: str = Field("", title="性别")
    birth_on: date | None = Field(None, title="出生日期")
    ethnic_group: str = Field("", title="民族")
    id_no: Annotated[str, Mark.CUT] = Field("", title="公民身份号码")
    uscc: str = Field("", title="统一社会信用代码")
    address: Annotated[Text, Mark.ADDRESS] = Field(title="住所地")
    phone: Annotated[str, Mark.CUT] = Field("", title="联系电话")
    legal_rep: str = Field("", title="法定代表人或者负责人")
    legal_rep_title: str = Field("", title="职务")
    agent_name: str = Field("", title="委托诉讼代理人")
    agent_firm: str = Field("", title="律师事务所")

    @model_validator(mode="after")
    def _identified(self) -> Self:
        wanted = (
            (("sex", "性别"), ("birth_on", "出生日期"), ("id_no", "公民身份号码"))
            if self.party_kind is PersonKind.NATURAL
            else (("uscc", "统一社会信用代码"), ("legal_rep", "法定代表人或者负责人"))
        )
        for field, title in wanted:
            if not getattr(self, field):
                raise needed(f"{self.name}的{title}", field)
        return self

    @property
    def identity_line(self) -> str:
        """After the name, without a full stop: sex, birth, number, home; for a unit seat, code, representative."""
        parts = self._natural() if self.party_kind is PersonKind.NATURAL else self._unit()
        agent = f"委托诉讼代理人：{self.agent_name}" + (f"，{self.agent_firm}律师" if self.agent_firm else "") if self.agent_name else ""
        return "。".join(filter(None, ("，".join(filter(None, parts)), self._representative(), agent)))

    def _natural(self) -> tuple[str, ...]:
        born = f"{d(self.birth_on)}出生" if self.birth_on else ""
        return (self.sex, born, self.ethnic_group, f"公民身份号码{self.id_no}" if self.id_no else "", f"住{self.address}")

    def _unit(self) -> tuple[str, ...]:
        return (f"住所地{self.address}", f"统一社会信用代码{self.uscc}")

    def _representative(self) -> str:
        if not self.legal_rep:
            return ""
        title = "法定代表人" if self.party_kind is PersonKind.LEGAL else "负责人"
        return f"{title}：{self.legal_rep}" + (f"，{self.legal_rep_title}" if self.legal_rep_title else "")


class PartiesFacts(PaperFacts):
    """Who asks for enforcement and who owes."""

    applicants: list[Person] = Field(min_length=1, title="申请执行人")
    debtors: list[Person] = Field(min_length=1, title="被执行人")
    debtor_owner: str = Field("", title="财产所属被执行人")

    @property
    def applicants_short(self) -> str:
        """Names joined by 、."""
        return "、".join(each.name for each in self.applicants)

    @property
    def debtors_short(self) -> str:
        """Names joined by 、."""
        return "、".join(each.name for each in self.debtors)

    @property
    def debtor_name(self) -> str:
        """The debtor whose property it is; without a choice all of them."""
        return self.debtor_owner or self.debtors_short


class BuyerFacts(PaperFacts):
    """Who won the auction."""

    buyer: Person = Field(title="买受人")

    @property
    def buyer_name(self) -> str:
        """The one public name (PI-10)."""
        return self.buyer.name

    @property
    def buyer_identity_line(self) -> str:
        """As a party's."""
        return self.buyer.identity_line
