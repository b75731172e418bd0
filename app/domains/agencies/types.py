"""Closed sets of agencies: kinds of bodies, reasons of an exclusion, ways of choosing, relations and gates, deeds that score, states of a statement."""

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


class Barrier(StrEnum):
    """Why an agency may not be asked (M-84 counts them)."""

    NEAR = "near"
    SUSPENDED = "suspended"
    NO_CONTRACT = "no_contract"
    TERM = "term"
    KIND = "kind"
    BODY = "body"
    REGION = "region"
    QUOTA = "quota"
    ABSENT = "absent"
    UNRENEWED = "unrenewed"
    PAPERS = "papers"


BARRIER_NAMES: dict[Barrier, str] = {
    Barrier.NEAR: "回避",
    Barrier.SUSPENDED: "暂停",
    Barrier.NO_CONTRACT: "没有委托",
    Barrier.TERM: "不在委托期",
    Barrier.KIND: "任务种类不符",
    Barrier.BODY: "机构种类不符",
    Barrier.REGION: "区域不符",
    Barrier.QUOTA: "额度用完",
    Barrier.ABSENT: "无人在岗",
    Barrier.UNRENEWED: "申报过期",
    Barrier.PAPERS: "资质过期",
}


class Way(StrEnum):
    """How the taker of a task is chosen (轮候 / 评分 / 随机抽取)."""

    ROTATION = "rotation"
    SCORE = "score"
    DRAW = "draw"


WAY_NAMES: dict[Way, str] = {Way.ROTATION: "轮候", Way.SCORE: "评分", Way.DRAW: "随机抽取"}


class Side(StrEnum):
    """On which side of a sale a declared person stands (NA-46 names all three)."""

    AGENCY = "agency"
    COURT = "court"
    SITE = "site"


SIDE_NAMES: dict[Side, str] = {Side.AGENCY: "机构人员", Side.COURT: "法院人员", Side.SITE: "平台人员"}


class Gate(StrEnum):
    """What follows from a comparison: nothing, a person looks, or it is blocked by the rule."""

    CLEAR = "clear"
    MANUAL = "manual"
    BLOCKED = "blocked"


GATE_NAMES: dict[Gate, str] = {Gate.CLEAR: "未见利害关系", Gate.MANUAL: "须人工核对", Gate.BLOCKED: "禁止竞买"}


class MatchBy(StrEnum):
    """By what two people were found to be one."""

    IDENTITY = "identity"
    ACCOUNT = "account"
    PHONE = "phone"
    ADDRESS = "address"
    NAME = "name"


MATCH_NAMES: dict[MatchBy, str] = {
    MatchBy.IDENTITY: "证件号码",
    MatchBy.ACCOUNT: "银行账户",
    MatchBy.PHONE: "联系电话",
    MatchBy.ADDRESS: "住址",
    MatchBy.NAME: "姓名",
}


class DeedKind(StrEnum):
    """What an agency did or failed to do; the score is computed from these alone."""

    GIVEN = "given"
    ON_TIME = "on_time"
    LATE = "late"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    COMPLAINT = "complaint"
    WRONG_FIGURE = "wrong_figure"


DEED_NAMES: dict[DeedKind, str] = {
    DeedKind.GIVEN: "接到派单",
    DeedKind.ON_TIME: "按时交回",
    DeedKind.LATE: "逾期交回",
    DeedKind.RETURNED: "退回修改",
    DeedKind.ACCEPTED: "验收通过",
    DeedKind.DECLINED: "拒接",
    DeedKind.COMPLAINT: "投诉属实",
    DeedKind.WRONG_FIGURE: "数据事后查明有误",
}


class ReviewState(StrEnum):
    """申请复核: asked by the agency, then the deed is kept or struck."""

    NONE = ""
    ASKED = "asked"
    KEPT = "kept"
    STRUCK = "struck"


class StatementState(StrEnum):
    """Life of a month's statement of fees."""

    SENT = "sent"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    SETTLED = "settled"


STATEMENT_NAMES: dict[StatementState, str] = {
    StatementState.SENT: "待机构确认",
    StatementState.CONFIRMED: "机构已确认",
    StatementState.OBJECTED: "机构有异议",
    StatementState.SETTLED: "已结算",
}


class RosterKind(StrEnum):
    """值班 or 请假."""

    DUTY = "duty"
    ABSENCE = "absence"


ROSTER_NAMES: dict[RosterKind, str] = {RosterKind.DUTY: "值班", RosterKind.ABSENCE: "请假"}
