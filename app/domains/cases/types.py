"""Closed sets of cases with their Chinese words: stages, kinds, party roles, identity papers, ways of closing (forms.md §5, §6.4, §6.7)."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum

FAR = datetime(9999, 1, 1, tzinfo=UTC)


class Stage(StrEnum):
    """Where in its life a case stands: the group that holds it."""

    CONTROL = "control"
    FIELD = "field"
    DISPOSAL = "disposal"
    REVIEW = "review"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        """The stage's only name on screens."""
        return _STAGES[self]


class CaseKind(StrEnum):
    """How the case came to enforcement."""

    FIRST = "first"
    RESUMED = "resumed"
    PRESERVATION = "preservation"
    ENTRUSTED = "entrusted"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _KINDS[self]


class PartyRole(StrEnum):
    """What somebody is in the case (forms.md §6.4)."""

    APPLICANT = "applicant"
    DEBTOR = "debtor"
    CO_OWNER = "co_owner"
    SECURED = "secured"
    TENANT = "tenant"
    PRIORITY = "priority"
    OBJECTOR = "objector"
    INTERESTED = "interested"
    GUARANTOR = "guarantor"
    ASSIGNEE = "assignee"
    ASSISTING = "assisting"
    BUYER = "buyer"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _ROLES[self]


class PartyKind(StrEnum):
    """Who can be a party."""

    NATURAL = "natural"
    LEGAL = "legal"
    OTHER = "other"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _PARTY_KINDS[self]


class IdKind(StrEnum):
    """The paper whose number identifies a party."""

    RESIDENT = "resident"
    USCC = "uscc"
    PASSPORT = "passport"
    HK_MACAO = "hk_macao"
    TAIWAN = "taiwan"
    OTHER = "other"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _ID_KINDS[self]


class ClosingWay(StrEnum):
    """How a case ends (forms.md §6.7)."""

    DONE = "done"
    SUSPENDED_ROUND = "suspended_round"
    TERMINATED = "terminated"
    NOT_ENFORCED = "not_enforced"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    ENTRUSTED = "entrusted"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _CLOSINGS[self]


_STAGES = {
    Stage.CONTROL: "查控指挥",
    Stage.FIELD: "外勤行动",
    Stage.DISPOSAL: "财产处置",
    Stage.REVIEW: "结案复查",
    Stage.CLOSED: "已结案",
}
_KINDS = {CaseKind.FIRST: "首次执行", CaseKind.RESUMED: "恢复执行", CaseKind.PRESERVATION: "财产保全执行", CaseKind.ENTRUSTED: "委托执行"}
_ROLES = {
    PartyRole.APPLICANT: "申请执行人",
    PartyRole.DEBTOR: "被执行人",
    PartyRole.CO_OWNER: "共有人",
    PartyRole.SECURED: "担保物权人",
    PartyRole.TENANT: "承租人",
    PartyRole.PRIORITY: "其他优先购买权人",
    PartyRole.OBJECTOR: "案外异议人",
    PartyRole.INTERESTED: "利害关系人",
    PartyRole.GUARANTOR: "保证人（被执行）",
    PartyRole.ASSIGNEE: "受让债权人",
    PartyRole.ASSISTING: "协助义务人",
    PartyRole.BUYER: "买受人",
}
_PARTY_KINDS = {PartyKind.NATURAL: "自然人", PartyKind.LEGAL: "法人", PartyKind.OTHER: "非法人组织"}
_ID_KINDS = {
    IdKind.RESIDENT: "居民身份证",
    IdKind.USCC: "统一社会信用代码",
    IdKind.PASSPORT: "护照",
    IdKind.HK_MACAO: "港澳居民来往内地通行证",
    IdKind.TAIWAN: "台湾居民来往大陆通行证",
    IdKind.OTHER: "其他证件",
}
_CLOSINGS = {
    ClosingWay.DONE: "执行完毕",
    ClosingWay.SUSPENDED_ROUND: "终结本次执行程序",
    ClosingWay.TERMINATED: "终结执行",
    ClosingWay.NOT_ENFORCED: "不予执行",
    ClosingWay.REJECTED: "驳回申请",
    ClosingWay.CANCELLED: "销案",
    ClosingWay.ENTRUSTED: "移送或者委托他院",
}
