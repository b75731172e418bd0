"""The known state of a thing: possession, leases, burdens, seizures, defects, arrears, taxes, registration. 无 is always said."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from app.domains.documents.facts.base import Count, Fen, PaperFacts, Part, Text, needed
from app.domains.documents.facts.marks import Mark
from app.domains.documents.filters import d, yuan


def listed(texts: Iterable[str], none: str = "无") -> str:
    """Texts joined by ；, or the word for none: an empty gap is never printed."""
    return "；".join(texts) or none


class Occupancy(StrEnum):
    """Who is in it; 占有不明 does not exist (VC-05)."""

    DEBTOR = "被执行人占有使用"
    FAMILY = "被执行人及家属居住"
    TENANT = "承租人占有使用"
    RESIDENCE = "居住权人居住"
    THIRD = "案外人占有使用"
    COURT = "法院扣押保管"
    EMPTY = "已腾空"


class OccupancyFacts(PaperFacts):
    """Possession."""

    occupancy_kind: Occupancy = Field(title="占有情况")
    occupier_desc: Text = Field(title="占有人及依据")

    @property
    def occupancy_text(self) -> str:
        """'被执行人及家属居住，…'."""
        return f"{self.occupancy_kind.value}，{self.occupier_desc}"


class Lease(Part):
    """A lease that somebody claims, with the court's finding."""

    tenant: Annotated[Text, Mark.NAME] = Field(title="承租人")
    from_on: date = Field(title="租期自")
    to_on: date = Field(title="租期至")
    rent_text: Text = Field(title="租金及支付情况")
    finding: Text = Field(title="法院认定")
    kept: bool = Field(title="是否带租")

    @property
    def text(self) -> str:
        """One lease in a line."""
        kept = "带租拍卖" if self.kept else "不带租拍卖"
        return f"{self.tenant}，租期{d(self.from_on)}至{d(self.to_on)}，{self.rent_text}，{self.finding}，{kept}"


class LeaseFacts(PaperFacts):
    """Leases and rights of residence; an empty list says 无."""

    leases: list[Lease] = Field(title="租赁")
    residence_rights: list[Text] = Field(title="居住权")

    @property
    def leases_text(self) -> str:
        """Both kinds."""
        return listed((*(each.text for each in self.leases), *self.residence_rights))


class Burden(Part):
    """A mortgage or another right on the thing."""

    kind: Text = Field(title="种类")
    holder: Text = Field(title="权利人")
    amount: Fen | None = Field(None, title="债权额")
    registered_on: date | None = Field(None, title="登记日")

    @property
    def text(self) -> str:
        """'抵押权，权利人…，债权额…元，…登记'."""
        amount = f"，债权额{yuan(self.amount)}元" if self.amount else ""
        return f"{self.kind}，权利人{self.holder}{amount}" + (f"，{d(self.registered_on)}登记" if self.registered_on else "")


class BurdenFacts(PaperFacts):
    """Burdens; an empty list says 无."""

    burdens: list[Burden] = Field(title="权利负担")

    @property
    def burdens_text(self) -> str:
        """All in a line."""
        return listed(each.text for each in self.burdens)


class Seizure(Part):
    """A seizure in its rank."""

    rank: Count = Field(ge=1, title="顺位")
    court: Text = Field(title="法院")
    case_no: Text = Field(title="案号")
    from_on: date = Field(title="起始日")
    to_on: date = Field(title="到期日")

    @property
    def text(self) -> str:
        """'首封：court（number），… to …'."""
        rank = "首封" if self.rank == 1 else f"第{self.rank}顺位轮候"
        return f"{rank}：{self.court}，{self.case_no}，{d(self.from_on)}至{d(self.to_on)}"


class SeizureFacts(PaperFacts):
    """All seizures; at least ours."""

    seizures: list[Seizure] = Field(min_length=1, title="查封情况")

    @property
    def seizures_text(self) -> str:
        """All in their rank."""
        return listed(each.text for each in self.seizures)


class DefectFacts(PaperFacts):
    """Known defects; an empty list says 未发现."""

    known_defects: list[Text] = Field(title="已知瑕疵")

    @property
    def defects_text(self) -> str:
        """All in a line."""
        return listed(self.known_defects, "经调查未发现")


class Arrear(Part):
    """Unpaid charges of one kind up to a day."""

    kind: Text = Field(title="费种")
    amount: Fen = Field(title="金额")
    as_of: date = Field(title="截至日")
    source: Text = Field(title="来源")
    bearer: Text = Field(title="承担人")

    @property
    def text(self) -> str:
        """'物业服务费1,200.00元（截至…，…，…负担）'."""
        return f"{self.kind}{yuan(self.amount)}元（截至{d(self.as_of)}，{self.source}，{self.bearer}负担）"


class Tax(Part):
    """One tax of the transfer."""

    name: Text = Field(title="税种")
    rate_text: Text = Field(title="税率或者计税依据")
    estimate: Fen = Field(title="估算额")
    basis: Text = Field(title="依据")
    bearer: Text = Field(title="法定承担人")

    @property
    def text(self) -> str:
        """'契税（1%，估算…元，依…由…负担）'."""
        return f"{self.name}（{self.rate_text}，估算{yuan(self.estimate)}元，依{self.basis}由{self.bearer}负担）"


class ArrearFacts(PaperFacts):
    """Arrears; an empty list says that none were found."""

    arrears: list[Arrear] = Field(title="欠费")

    @property
    def arrears_text(self) -> str:
        """All in a line."""
        return listed((each.text for each in self.arrears), "经调查未发现欠费")

    @property
    def arrears_kinds(self) -> str:
        """Kinds only; where none is known the usual ones of a dwelling."""
        return "、".join(each.kind for each in self.arrears) or "水、电、燃气、物业服务等费用"


class TaxFacts(PaperFacts):
    """Taxes of the transfer, each with its bearer."""

    tax_items: list[Tax] = Field(min_length=1, title="税费")

    @property
    def tax_text(self) -> str:
        """All in a line."""
        return listed(each.text for each in self.tax_items)


class VacatingDuty(StrEnum):
    """Who clears the thing before delivery (VC-02, VC-03)."""

    CLEARED = "已腾空"
    COURT = "法院负责腾退"
    LEASED = "带租移交"
    LAWFULLY_NOT = "依法不腾退"


class VacatingFacts(PaperFacts):
    """How the thing will be handed over."""

    vacating_duty: VacatingDuty = Field(title="腾退交付安排")
    vacate_by_on: date | None = Field(None, title="计划腾空日")
    vacating_reason: str = Field("", title="依法不腾退的理由")

    @model_validator(mode="after")
    def _answered(self) -> Self:
        if self.vacating_duty is VacatingDuty.COURT and self.vacate_by_on is None:
            raise needed("计划腾空日", "vacate_by_on")
        if self.vacating_duty is VacatingDuty.LAWFULLY_NOT and not self.vacating_reason:
            raise needed("依法不腾退的理由", "vacating_reason")
        return self

    @property
    def vacating_text(self) -> str:
        """One sentence with a full stop."""
        match self.vacating_duty:
            case VacatingDuty.CLEARED:
                return "已腾空，由本院自成交裁定送达之日起十五日内负责移交。"
            case VacatingDuty.COURT:
                day = d(self.vacate_by_on) if self.vacate_by_on else ""
                return f"由本院负责腾退，计划于{day}前腾空，自成交裁定送达之日起十五日内负责移交。"
            case VacatingDuty.LEASED:
                return "按公示的租赁带租移交，租金自成交裁定送达之日起归买受人，由本院负责办理移交手续。"
            case VacatingDuty.LAWFULLY_NOT:
                return f"依法不腾退，理由：{self.vacating_reason}；由本院按现状负责移交。"


class Registrable(StrEnum):
    """Whether title can be registered."""

    YES = "可以办理转移登记"
    NO = "不能办理转移登记"
    TO_VERIFY = "能否办理转移登记以登记机构答复为准"


class RegistrableFacts(PaperFacts):
    """Registration, with what was asked and answered."""

    registrable: Registrable = Field(title="能否办理登记")
    registrable_note: Text = Field(title="登记办理情况说明")

    @property
    def registrable_text(self) -> str:
        """'可以办理转移登记，…'."""
        return f"{self.registrable.value}，{self.registrable_note}"
