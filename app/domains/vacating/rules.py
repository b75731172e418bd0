"""The life of a vacating, the words of its kinds, and the gate before a forced day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.transitions import Transitions
from app.law.occupants import Arrangement, Care, OccupantKind, Verdict
from app.law.rulebook import cite
from app.law.vacating import HomeAnswer, may_force


class VacatingStatus(StrEnum):
    """Where a vacating stands."""

    URGING = "urging"
    ORDERED = "ordered"
    AGREED = "agreed"
    FORCING = "forcing"
    CLEARED = "cleared"
    CLOSED = "closed"


class VacatingAct(StrEnum):
    """What can happen to it."""

    ORDER = "order"
    AGREE = "agree"
    BREAK = "break"
    BREAK_ORDERED = "break_ordered"
    FORCE = "force"
    HALT = "halt"
    CLEAR = "clear"
    CLEAR_BY_FORCE = "clear_by_force"
    CLOSE = "close"


TITLES = {
    VacatingStatus.URGING: "催促迁出",
    VacatingStatus.ORDERED: "限期腾退",
    VacatingStatus.AGREED: "协议履行中",
    VacatingStatus.FORCING: "强制实施中",
    VacatingStatus.CLEARED: "已腾空",
    VacatingStatus.CLOSED: "已移交",
}
LOOKS = {
    VacatingStatus.URGING: "not_started",
    VacatingStatus.ORDERED: "ordered",
    VacatingStatus.AGREED: "agreement",
    VacatingStatus.FORCING: "forcing",
    VacatingStatus.CLEARED: "vacated",
    VacatingStatus.CLOSED: "handed_over",
}
OPEN = (VacatingStatus.URGING.value, VacatingStatus.ORDERED.value, VacatingStatus.AGREED.value, VacatingStatus.FORCING.value)

_S, _A = VacatingStatus, VacatingAct
LIFE = Transitions(
    {
        (_S.URGING, _A.ORDER): _S.ORDERED,
        (_S.AGREED, _A.ORDER): _S.AGREED,
        (_S.URGING, _A.AGREE): _S.AGREED,
        (_S.ORDERED, _A.AGREE): _S.AGREED,
        (_S.AGREED, _A.BREAK): _S.URGING,
        (_S.AGREED, _A.BREAK_ORDERED): _S.ORDERED,
        (_S.ORDERED, _A.FORCE): _S.FORCING,
        (_S.FORCING, _A.HALT): _S.ORDERED,
        (_S.FORCING, _A.CLEAR_BY_FORCE): _S.CLEARED,
        (_S.URGING, _A.CLEAR): _S.CLEARED,
        (_S.ORDERED, _A.CLEAR): _S.CLEARED,
        (_S.AGREED, _A.CLEAR): _S.CLEARED,
        (_S.CLEARED, _A.CLOSE): _S.CLOSED,
    },
    TITLES,
)

BEFORE_NOTICE = ("urged", "listed", "tested")
BY_HAND = {"tell": "告知", "visit": "走访", "talk": "协商", "recheck": "复查"}
VISITS = BY_HAND | {"force": "强制日到场"}
HOW = {"self": "自行迁出", "agreed": "按协议迁出", "forced": "强制腾空"}
KINDS = {
    OccupantKind.DEBTOR: "被执行人",
    OccupantKind.SPOUSE: "配偶",
    OccupantKind.MINOR: "未成年子女",
    OccupantKind.PARENT: "父母",
    OccupantKind.OTHER_RESIDENT: "其他同住",
    OccupantKind.TENANT: "承租人",
    OccupantKind.SUB_TENANT: "次承租人",
    OccupantKind.EMPLOYEE: "员工",
    OccupantKind.AFFILIATE: "关联公司",
    OccupantKind.STRANGER: "无关人员",
}
CARES = {
    Care.AGED: "70岁以上",
    Care.MINOR: "未成年",
    Care.PREGNANT: "孕产",
    Care.DISABLED: "残疾",
    Care.ILL: "重病",
    Care.MENTAL: "精神障碍",
    Care.LOW_INCOME: "低保",
}
ANSWERS = {
    HomeAnswer.SUPPORTER_HAS_HOME: "对其有扶养义务的人有其他住房",
    HomeAnswer.MOVED_HOME_AWAY: "依据生效后转移其他住房",
    HomeAnswer.HOUSING_OFFERED: "申请执行人按廉租标准提供住房",
    HomeAnswer.RENT_DEDUCTED: "申请执行人同意扣除五至八年租金",
}
VERDICTS = {Verdict.LEAVES: "应当腾退", Verdict.STAYS: "不腾退", Verdict.JUDGE: "待法官决定"}
VERDICT_LOOKS = {Verdict.LEAVES: "warn", Verdict.STAYS: "ok", Verdict.JUDGE: "manual"}
ARRANGEMENTS = {
    Arrangement.COMMUNITY: "先联系社区、村居",
    Arrangement.MEDICAL: "医护到场",
    Arrangement.GUARDIAN: "监护人或民政到场",
    Arrangement.SHELTER: "临时住处",
}


@dataclass(frozen=True)
class Person:
    """An occupant as the gate reads it."""

    words: str
    verdict: Verdict
    cares: frozenset[Care] = frozenset()
    left: bool = False


@dataclass(frozen=True)
class Gate:
    """One condition before force: held or not, with the article and what to do."""

    code: str
    title: str
    rule: str
    held: bool
    words: str = ""

    @property
    def citation(self) -> str:
        """The article."""
        return cite(self.rule)


@dataclass(frozen=True)
class Readiness:
    """What the gate before a forced day rests on. `plan_faults`: what the plan lacks."""

    people: Sequence[Person]
    urged: bool
    leave_by_on: date | None
    plan_approved: bool
    plan_faults: Sequence[str]
    day_on: date | None
    told: bool = False


def gates_before_force(ready: Readiness, on: date) -> tuple[Gate, ...]:
    """Every condition of a forced day on that day, each with its article (law.md §7 check list)."""
    here = [each for each in ready.people if not each.left]
    doubtful = [each.words for each in here if each.verdict is Verdict.JUDGE]
    staying = [each.words for each in here if each.verdict is Verdict.STAYS]
    signed = may_force(president_signed=ready.leave_by_on is not None, notice_expires_on=ready.leave_by_on, on=on)
    wait = f"公告限期 {ready.leave_by_on} 尚未届满" if ready.leave_by_on else "提交公告，等院长签发且期限届满"
    return (
        Gate("urged", "已先行催促迁出", "VC-04", ready.urged, "" if ready.urged else "先当面告知或送达限期迁出通知"),
        Gate("listed", "占有人已逐一登记", "VC-11", bool(ready.people), "" if ready.people else "登记在场的人和各自的依据"),
        Gate("tested", "占有人的权利已审查", "VC-09", not doubtful, f"待法官决定：{'、'.join(doubtful)}" if doubtful else ""),
        Gate("nobody_stays", "没有依法不腾退的人", "VC-08", not staying, f"依法不腾退：{'、'.join(staying)}" if staying else ""),
        Gate("notice", "院长公告已张贴并届满", "CP-01", signed, "" if signed else wait),
        Gate("plan", "实施方案已批准", "VC-04", ready.plan_approved, "" if ready.plan_approved else "拟定方案，报局长批准"),
        Gate("prepared", "人员、见证和照护齐备", "CP-02", not ready.plan_faults, "；".join(ready.plan_faults)),
        Gate("told", "已通知被执行人或者成年家属到场", "CP-02", ready.told, "" if ready.told else "方案批准后通知到场，记明被通知人和方式"),
        Gate("day", "今天是方案定的日子", "VC-04", ready.day_on == on, "" if ready.day_on == on else f"方案定在 {ready.day_on or '——'}"),
    )


def missing_words(gates: Iterable[Gate]) -> str:
    """What is missing, in one sentence; '' when nothing is."""
    return "；".join(f"{each.title}（{each.citation}）：{each.words}" for each in gates if not each.held)


def look_of(status: str, leave_by_on: date | None, today: date) -> str:
    """The code of app/web/states.py: an order whose days have passed waits for force."""
    if status == VacatingStatus.ORDERED and leave_by_on is not None and leave_by_on < today:
        return "awaiting_force"
    return LOOKS[VacatingStatus(status)]


def cares_of(people: Iterable[Person]) -> frozenset[Care]:
    """Every need of those who are still there."""
    return frozenset(care for each in people if not each.left for care in each.cares)
