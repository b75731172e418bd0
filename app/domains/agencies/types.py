"""Closed sets of agencies: what kinds of outside bodies there are, and how an interest is told."""

from __future__ import annotations

from enum import StrEnum


class AgencyKind(StrEnum):
    """Kinds of outside bodies (forms.md §6.10)."""

    SUPPORT = "support"
    APPRAISER = "appraiser"
    NOTARY = "notary"
    INSURER = "insurer"
    INQUIRY_PLATFORM = "inquiry_platform"
    STORAGE = "storage"
    LOGISTICS = "logistics"
    SERVICE = "service"
    EXPERT = "expert"


AGENCY_KIND_NAMES: dict[AgencyKind, str] = {
    AgencyKind.SUPPORT: "拍卖辅助机构",
    AgencyKind.APPRAISER: "评估机构",
    AgencyKind.NOTARY: "公证机构",
    AgencyKind.INSURER: "保险机构",
    AgencyKind.INQUIRY_PLATFORM: "网络询价平台",
    AgencyKind.STORAGE: "保管仓储",
    AgencyKind.LOGISTICS: "物流",
    AgencyKind.SERVICE: "送达辅助",
    AgencyKind.EXPERT: "律师/专业鉴定",
}


class Relation(StrEnum):
    """How the declared person stands to the agency's person: the person itself a near relative (closed list, NA-47), or a further one."""

    SELF = "self"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    OTHER = "other"


RELATION_NAMES: dict[Relation, str] = {
    Relation.SELF: "本人",
    Relation.SPOUSE: "配偶",
    Relation.PARENT: "父母",
    Relation.CHILD: "子女",
    Relation.SIBLING: "兄弟姐妹",
    Relation.GRANDPARENT: "祖父母、外祖父母",
    Relation.GRANDCHILD: "孙子女、外孙子女",
    Relation.OTHER: "其他亲属",
}
