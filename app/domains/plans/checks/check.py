"""The check of a listing plan: every point of law that its terms can break, under the law of the announcement's day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from app.domains.plans.checks.points import Check, Point, point
from app.domains.plans.checks.prices import price_points
from app.domains.plans.checks.texts import text_points
from app.domains.plans.checks.times import time_points
from app.domains.plans.types import Subject, Terms
from app.kernel.clock import day_of
from app.kernel.workdays import Calendar
from app.law.findings import Finding, Severity, Status
from app.law.publication import publish_gate
from app.law.regimes import ONLINE
from app.law.rulebook import finding, rule
from app.law.seizure import covers

LEAST_BASIS = 4
TOLD_BEFORE_DAYS = ONLINE.notice_to_persons_days


def check_plan(subject: Subject, terms: Terms, calendar: Calendar, *, today: date, switched_off: frozenset[str] = frozenset()) -> Check:
    """Check terms against the law. NoCalendar goes up when a date lies in a year without calendar.

    `switched_off` are rules of second hand that the court does not ask (courts/switches.py); a verified rule among them is asked all the same.
    """
    day = terms.announce_on or today
    points = (
        *_platform_points(subject, terms),
        *price_points(subject, terms, calendar, day),
        *time_points(subject, terms, calendar, today),
        *text_points(subject, terms, day, switched_off),
        *_person_points(subject, terms, today),
        *_photo_points(subject, terms),
    )
    off = frozenset(each for each in switched_off if rule(each).status is not Status.VERIFIED)
    return Check(tuple(_without(each, off) for each in points if each.rule not in off or any(found.rule not in off for found in each.findings)))


def _without(looked_at: Point, off: frozenset[str]) -> Point:
    return replace(looked_at, findings=tuple(each for each in looked_at.findings if each.rule not in off))


def publication_points(subject: Subject, terms: Terms, *, today: date) -> Check:
    """The gates between signing and publishing: the five matters of the panel, and persons told in time."""
    gate = publish_gate(subject.decided)
    return Check((point("price", "合议庭决定五项", "NA-39", *gate.findings), *_told_points(subject, terms, today)))


def _platform_points(subject: Subject, terms: Terms) -> Iterator[Point]:
    missing = [] if terms.site else [_missing("NA-03", "site", "拍卖平台", "选择申请执行人选定的平台，没有选定的由法院指定")]
    yield point("platform", "平台由申请执行人选择或法院指定", "NA-03", *missing, *_chosen(subject, terms))
    if subject.previous_site and terms.round_no > 1:
        moved = terms.site != subject.previous_site
        other = finding("NA-35", found=terms.site, required=subject.previous_site, message="再次拍卖应在同一平台", field="site", fix=subject.previous_site)
        yield point("platform", "再次拍卖在同一平台", "NA-35", *([other] if moved else []))


def _chosen(subject: Subject, terms: Terms) -> Iterator[Finding]:
    """A first round's site is the one the applicants chose in common, or the court says why it designates one (NA-03)."""
    if not terms.site or terms.round_no != 1 or subject.chosen_sites is None:
        return
    if terms.site_chosen_by == "applicant" and terms.site not in subject.chosen_sites:
        fix = subject.chosen_sites[0] if subject.chosen_sites else None
        message = f"没有申请执行人选择该平台的记录：{subject.choice_words}"
        yield finding(
            "NA-03",
            found=terms.site,
            required="申请执行人的选择",
            message=message,
            field="site" if fix else "site_chosen_by",
            fix=fix or "court",
            severity=Severity.BREACH,
        )
    if terms.site_chosen_by == "court" and subject.chosen_sites:
        message = f"申请执行人已有一致选择，法院不另行指定：{subject.choice_words}"
        yield finding(
            "NA-03", found="法院指定", required="申请执行人的选择", message=message, field="site_chosen_by", fix="applicant", severity=Severity.BREACH
        )
    elif terms.site_chosen_by == "court" and len(terms.site_basis.strip()) < LEAST_BASIS:
        yield finding("NA-03", found="未写明", required="指定的理由", message="法院指定平台的，写明理由", field="site_basis", severity=Severity.BREACH)


def _person_points(subject: Subject, terms: Terms, today: date) -> Iterator[Point]:
    listed = {holder.name for holder in terms.priority_holders}
    left_out = [name for name in subject.known_priority_holders if name not in listed]
    yield point(
        "priority",
        "优先购买权人及顺位",
        "NA-22",
        *(
            finding("NA-22", found="未列入", required=name, message=f"{name} 是已知优先购买权人，未写顺位", field="priority_holders", severity=Severity.BREACH)
            for name in left_out
        ),
    )
    yield from _told_points(subject, terms, today)
    stated = [] if terms.vacating.strip() else [_missing("VC-03", "vacating", "腾空移交安排", "写明由法院负责腾退，或带租移交及其根据")]
    yield point("occupancy", "腾空由法院负责", "VC-03", *stated)
    unknown = "不明" in subject.occupancy or not subject.occupancy
    words = finding(
        "VC-05",
        found=subject.occupancy or "未登记",
        required="写明占有人和根据",
        message="占有情况不明，不能拟方案",
        field="occupancy",
        severity=Severity.BREACH,
    )
    yield point("occupancy", "占有情况已查明", "VC-06", *([words] if unknown else []))
    yield _delivery_point(subject)
    if subject.asset.is_movable:
        yield _custody_point(subject)
    bearer = [] if terms.tax_bearer.strip() else [_missing("NA-43", "tax_bearer", "税费承担", "依法由各自承担；法律没有规定的由合议庭决定")]
    yield point("tax", "税费依法承担", "NA-43", *bearer)
    yield from _row_points(terms)


def _row_points(terms: Terms) -> Iterator[Point]:
    """Each tax with the law that levies it and its bearer; each debt with its day, source and bearer. A debt put on the buyer is the panel's to decide."""
    bare = [each.name for each in terms.taxes if not each.basis or not each.bearer]
    half = [each.kind for each in terms.arrears if not each.source or not each.bearer]
    yield point("tax", "每项税费写明依据和承担人", "NA-43", *(_bare_row(name, "taxes", "依据和承担人") for name in bare))
    moved = [each.kind for each in terms.arrears if each.bearer == "买受人"]
    asked = (
        finding(
            "NA-43",
            found="由买受人承担",
            required="由合议庭决定并写入公告",
            message=f"欠缴{kind}由谁负担，法律没有明确规定",
            field="arrears",
            severity=Severity.MANUAL,
        )
        for kind in moved
    )
    yield point("tax", "每项欠费写明截至日、来源和承担人", "NA-43", *(_bare_row(name, "arrears", "来源和承担人") for name in half), *asked)


def _bare_row(name: str, field: str, what: str) -> Finding:
    return finding("NA-43", found="未写明", required=what, message=f"{name}没有写明{what}", field=field, severity=Severity.BREACH)


def _delivery_point(subject: Subject) -> Point:
    """Nothing is listed whose delivery is not determined; what was not found out yet is for the panel to see (forms.md §6.11)."""
    title = "可交付性已确定"
    if subject.undelivered:
        message = f"可交付性待处置，不能拟方案：{subject.undelivered}"
        found = finding("VC-06", found="待处置", required="六种状态之一", message=message, field="deliverability", severity=Severity.BREACH)
        return point("occupancy", title, "VC-06", found)
    if not subject.delivery_open:
        return point("occupancy", title, "VC-06")
    words = "、".join(subject.delivery_open)
    message = f"{words}：查明后登记，或由合议庭决定如何公示"
    doubt = finding("VC-06", found=words, required="查明并公示", message=message, field="deliverability", severity=Severity.MANUAL)
    return point("occupancy", title, "VC-06", doubt)


def _custody_point(subject: Subject) -> Point:
    """A thing whose chain of custody lacks a link is not listed: nobody could say that what is sold is what was sealed (AUX-09)."""
    gap = subject.custody_gap
    message = f"{gap}，不能上拍：由缺的一方补签，或在法院、公证人员在场下复封"
    missing = finding("AUX-09", found=gap, required="保管链完整", message=message, field="custody", severity=Severity.BREACH)
    return point("occupancy", "保管链完整", "AUX-09", *([missing] if gap else []))


def _told_points(subject: Subject, terms: Terms, today: date) -> Iterator[Point]:
    """Who is not told yet can still be told while three days are left (NA-15, M-08)."""
    if terms.announce_on is None or not subject.to_tell:
        return
    last_on = terms.announce_on - timedelta(days=TOLD_BEFORE_DAYS)
    late = [_told_late(name, subject.told_on.get(name), last_on, today) for name in subject.to_tell if subject.told_on.get(name, today) > last_on]
    yield point("priority", f"公告 {TOLD_BEFORE_DAYS} 日前（{last_on.isoformat()}前）通知当事人和优先购买权人", "NA-15", *late)


def _told_late(name: str, told: date | None, last_on: date, today: date) -> Finding:
    earliest = (told or today) + timedelta(days=TOLD_BEFORE_DAYS + 1)
    words = f"收到拍卖通知不足 {TOLD_BEFORE_DAYS} 日" if told else "尚未收到拍卖通知"
    return finding(
        "NA-15",
        found=told or "尚未通知",
        required=f"不晚于 {last_on}",
        message=f"{name} {words}：公告日改为 {earliest.isoformat()} 以后",
        field="announce_on",
        fix=earliest,
        severity=Severity.BREACH,
    )


def _photo_points(subject: Subject, terms: Terms) -> Iterator[Point]:
    needed = 12 if subject.asset.is_real_estate else 8
    few = len(terms.photos) < needed
    found = finding("NA-12", found=f"{len(terms.photos)} 张", required=f"不少于 {needed} 张", message="照片偏少", field="photos", severity=Severity.WARNING)
    yield point("photos", "权属和现状的照片", "NA-12", *([found] if few else []))
    yield _disposal_point(subject)
    if subject.seizure_expires_on and terms.ends_at:
        yield point("time", "查封在竞价期间有效", "EX-13", *covers(subject.seizure_expires_on, day_of(terms.ends_at)))
    elif subject.seizure_expires_on is None:
        yield point("time", "已查封、扣押、冻结", "EX-13", _missing("EX-13", "seizure", "查封登记", "先登记查封及到期日"))


def _disposal_point(subject: Subject) -> Point:
    """Only the first-seizing court sells, or the court of a senior lien to which it handed that over (EX-22)."""
    other = subject.disposal_court
    message = f"处置权在{other}：商请移送并取得移送执行函后才能处置"
    found = finding("EX-22", found=other, required="本院有处置权", message=message, field="seizure", severity=Severity.BREACH)
    return point("time", "本院有处置权", "EX-22", *([found] if other else []))


def _missing(rule: str, field: str, what: str, message: str) -> Finding:
    return finding(rule, found="未填写", required=what, message=f"{what}未填写：{message}", field=field, severity=Severity.BREACH)
