"""What the page of a vacating shows: the step line with its dates, who acts next until when, and everything that happened, newest first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.domains.vacating.day_tables import ForceDay, ForcePlan
from app.domains.vacating.measures import KINDS as MEASURES
from app.domains.vacating.measures import STATES
from app.domains.vacating.queries import Agreed
from app.domains.vacating.rules import HOW, LIFE, TITLES, VISITS, Gate, VacatingAct, VacatingStatus, look_of
from app.domains.vacating.tables import Hindrance, Measure, Occupant, Reentry, Referral, Vacating, Visit
from app.kernel.clock import at_shanghai, day_of, local
from app.web.step_line import StepShown

NOON = 12


@dataclass(frozen=True)
class Next:
    """Who does what next, until when; `tab` of the page where it is done."""

    who: str
    what: str
    until: date | None = None
    tab: str = ""


@dataclass(frozen=True)
class Entry:
    """One line of what happened, as the macro reads it."""

    moment: datetime
    who: str
    text: str
    role: str = ""
    href: str = ""
    authority: str = ""
    day: str = ""

    @property
    def at(self) -> str:
        """The hour; none where only the day is known."""
        here = local(self.moment)
        return "" if (here.hour, here.minute, here.second) == (NOON, 0, 0) else f"{here:%H:%M}"


@dataclass(frozen=True)
class Whole:
    """A thread with all that belongs to it, read once."""

    thread: Vacating
    occupants: Sequence[Occupant] = ()
    visits: Sequence[Visit] = ()
    agreed: Sequence[Agreed] = ()
    hindrances: Sequence[Hindrance] = ()
    measures: Sequence[Measure] = ()
    referrals: Sequence[Referral] = ()
    plan: ForcePlan | None = None
    days: Sequence[ForceDay] = ()
    reentries: Sequence[Reentry] = ()
    gates: Sequence[Gate] = field(default=())


def look(thread: Vacating, today: date) -> str:
    """The badge's code."""
    return look_of(thread.status, thread.leave_by_on, today)


def step_line(whole: Whole) -> list[StepShown]:
    """催促 → 院长公告 → 协议 → 制裁 → 强制腾空 → 腾空 → 移交; what this thread did not need is skipped."""
    thread = whole.thread
    broken = next((each.agreement for each in whole.agreed if each.agreement.broken_on), None)
    live = next((each.agreement for each in whole.agreed if not each.agreement.broken_on and not each.agreement.kept_on), None)
    punished = next((each for each in reversed(whole.measures) if each.status == "agreed"), None)
    ended = thread.cleared_on is not None
    forced = next((each for each in whole.days if each.outcome != "halted"), None)
    day_at = whole.plan.day_at if whole.plan else None
    agreement = (
        ("blocked", f"违约 {broken.broken_on}") if broken else ("now", f"最迟 {_last(whole)}") if live else ("done", "") if whole.agreed else ("skipped", "")
    )
    return [
        StepShown("催促迁出", "done" if thread.urged_on else "skipped" if ended else "now", str(thread.urged_on or "")),
        StepShown("院长公告", *_notice(thread, ended=ended)),
        StepShown("走访", "done" if whole.visits else "skipped" if ended else "later", f"{len(whole.visits)} 次" if whole.visits else ""),
        StepShown("协议", *agreement),
        StepShown(MEASURES[punished.kind] if punished else "罚款、拘留", "done" if punished else "skipped", str(punished.decided_on) if punished else ""),
        StepShown("强制腾空", *_forced(thread, forced, day_at, ended=ended)),
        StepShown("腾空", "done" if ended else "later", f"{thread.cleared_on} {HOW[thread.cleared_how]}" if ended else ""),
        StepShown("移交", "done" if thread.closed_on else "now" if ended else "later", str(thread.closed_on or ""), f"/handovers/{thread.handover_id}"),
    ]


def next_of(whole: Whole, today: date) -> Next:
    """The next lawful act, who does it and until when."""
    thread = whole.thread
    match VacatingStatus(thread.status):
        case VacatingStatus.CLOSED:
            return Next("书记员", "复占监看" if thread.watch_until else "已移交，无待办", thread.watch_until, "after")
        case VacatingStatus.CLEARED:
            return Next("书记员", "移交买受人", None, "")
        case VacatingStatus.FORCING:
            return Next("外勤行动组", "正在强制腾空", today, "force")
        case VacatingStatus.AGREED:
            return Next("占有人", "按协议迁出", date.fromisoformat(_due(whole)) if _due(whole) else None, "contact")
        case _:
            return _before(whole, today)


def _before(whole: Whole, today: date) -> Next:
    thread = whole.thread
    if not whole.occupants:
        return Next("书记员", "登记占有人", None, "people")
    if any(each.verdict == "judge" and each.left_on is None for each in whole.occupants):
        return Next("承办法官", "决定占有人是否腾退", None, "people")
    if thread.urged_on is None:
        return Next("书记员", "催促迁出", None, "people")
    if thread.leave_by_on is None:
        return Next("书记员", "提请院长签发公告", None, "notice")
    if thread.leave_by_on >= today:
        return Next("占有人", "在公告限期内迁出", thread.leave_by_on, "contact")
    if whole.plan is None or whole.plan.status == "draft":
        return Next("书记员", "拟定实施方案，报局长批准", None, "force")
    if whole.plan.status == "asked":
        return Next("执行局局长", "批准实施方案", None, "force")
    return Next("外勤行动组", "强制腾空", day_of(whole.plan.day_at) if whole.plan.day_at else None, "force")


def timeline(whole: Whole) -> list[Entry]:
    """Everything that happened, newest first."""
    thread, found = whole.thread, []
    if thread.notice_posted_on:
        found.append(Entry(_noon(thread.notice_posted_on), "院长公告", f"已张贴，限 {thread.leave_by_on} 前迁出", authority="民诉法第261条"))
    found += [Entry(each.at, VISITS[each.kind], f"{each.body}（在场：{each.present}）") for each in whole.visits]
    for each in whole.agreed:
        found.append(Entry(_noon(each.agreement.signed_on), "协议", f"与{each.agreement.party}签订，{len(each.terms)} 项"))
        found += [Entry(_noon(term.met_on), "协议", f"已履行：{term.what}") for term in each.terms if term.met_on]
        if each.agreement.broken_on:
            found.append(Entry(_noon(each.agreement.broken_on), "协议", f"违约：{each.agreement.broken_why}", "danger"))
    found += [Entry(_noon(each.act_on), "妨害行为", f"{each.person}：{each.facts}", "warn") for each in whole.hindrances]
    found += [Entry(_noon(each.decided_on), MEASURES[each.kind], STATES[each.status]) for each in whole.measures if each.decided_on]
    found += [Entry(_noon(each.sent_on or each.made_on), "移送公安", each.unit) for each in whole.referrals]
    found += [Entry(each.started_at, "强制腾空", _day_words(each), href=f"/vacating/days/{each.id}/inventory") for each in whole.days]
    found += [Entry(_noon(each.happened_on), "复占", each.facts, "danger") for each in whole.reentries]
    if thread.cleared_on:
        found.append(Entry(_noon(thread.cleared_on), TITLES[VacatingStatus.CLEARED], HOW[thread.cleared_how]))
    return _by_days(sorted(found, key=lambda each: each.moment, reverse=True))


def may_clear(thread: Vacating) -> bool:
    """May somebody note that they moved out by themselves?"""
    return LIFE.allows(VacatingStatus(thread.status), VacatingAct.CLEAR)


def file_of(whole: Whole) -> list[str]:
    """What goes into the file with a letter to the police."""
    names = [f"责令迁出公告（{whole.thread.notice_posted_on} 张贴）"] if whole.thread.notice_posted_on else []
    names += [f"{VISITS[each.kind]}笔录（{day_of(each.at)}）" for each in whole.visits]
    names += [f"{MEASURES[each.kind]}决定书（{each.decided_on}）" for each in whole.measures if each.status == "agreed"]
    return names + [f"妨害行为记录及照片（{each.act_on}，{len(each.photos)} 张）" for each in whole.hindrances]


def photos_of(whole: Whole) -> set[str]:
    """Digests of shown copies that belong to the thread: nothing else is served from its address."""
    lists = [each.photos for each in whole.visits] + [each.agreement.photos for each in whole.agreed] + [each.photos for each in whole.hindrances]
    lists += [each.photos for each in whole.reentries] + [each.photos for each in whole.days]
    return {str(photo["shown"]) for photos in lists for photo in photos}


def _by_days(entries: Sequence[Entry]) -> list[Entry]:
    days = [day_of(each.moment).isoformat() for each in entries]
    return [replace(each, day=day if no == 0 or days[no - 1] != day else "") for no, (each, day) in enumerate(zip(entries, days, strict=True))]


def _notice(thread: Vacating, *, ended: bool) -> tuple[str, str]:
    if thread.notice_posted_on:
        return "done", f"限 {thread.leave_by_on}"
    return ("skipped" if ended else "later", "")


def _forced(thread: Vacating, day: ForceDay | None, day_at: datetime | None, *, ended: bool) -> tuple[str, str]:
    if thread.status == VacatingStatus.FORCING:
        return "now", "进行中"
    if thread.cleared_how == "forced":
        return "done", str(day_of(day.started_at)) if day else ""
    return ("skipped", "") if ended else ("later", f"定于 {day_of(day_at)}" if day_at else "")


def _due(whole: Whole) -> str:
    open_ = [str(term.due_on) for each in whole.agreed if not each.agreement.broken_on for term in each.terms if term.met_on is None]
    return min(open_, default="")


def _last(whole: Whole) -> str:
    return max((str(term.due_on) for each in whole.agreed if not each.agreement.broken_on for term in each.terms), default="")


def _day_words(day: ForceDay) -> str:
    return {"": "进行中", "cleared": "已腾空，笔录已签名", "halted": f"中止：{day.halt_reason}"}[day.outcome]


def _noon(on: date) -> datetime:
    return at_shanghai(on.year, on.month, on.day, NOON)
