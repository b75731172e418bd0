"""What the pages of one lot show, put together for the templates (templates/rounds/lot*.html name each part's form)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import house_case
from app.domains.rounds import queries
from app.domains.rounds.bid_checks import checks_of, short_fault
from app.domains.rounds.halt_words import ENDED, GROUNDS, HaltKind
from app.domains.rounds.line_queries import find_line
from app.domains.rounds.rules import FINAL, ROUND_NAMES, RoundStatus, premium
from app.domains.rounds.tables import BidRow, Difference, Halt, Round, RoundReading
from app.infra.unit_of_work import Reading
from app.kernel.clock import local
from app.kernel.money import Money
from app.sites.loader import installed
from app.web.formats import ago, instant_second

NEWEST = 10
LAST_HOUR, LAST_MINUTES = timedelta(hours=1), timedelta(minutes=10)
RESULTS = {RoundStatus.SOLD: "成交", RoundStatus.FAILED: "流拍", RoundStatus.WITHDRAWN: "已撤回拍卖", RoundStatus.DEFAULT: "悔拍"}


@dataclass(frozen=True)
class LotPage:
    """A lot with what its page needs; `halt` is the latest stay or suspension."""

    round: Round
    context: dict[str, Any]
    halt: Halt | None


def show_lot(r: Reading, found: Round, *, seen_bids: int = 0) -> LotPage:
    """Everything of one lot's page; seven queries beside the round."""
    bids, differences = queries.list_bids(r, found.id), queries.list_differences(r, found.id)
    readings, halt = queries.list_trail_of(r, found.id), queries.find_halt(r, found.id)
    case = house_case(r, found.case_id)
    names = names_of(r.session, {each for each in (case.judge_id, case.clerk_id) if each})
    people = [names[each] for each in (case.clerk_id, case.judge_id) if each in names]
    context = {
        "lot": _head(found, names.get(case.judge_id, "—"), r.now) | {"line_href": f"/lots/{found.id}/line" if find_line(r.session, found.site) else ""},
        "alarm": _alarm(found, differences, people),
        "unclear": _unclear(found, people),
        "live": live_of(found, r.now),
        "curve": _curve(found, bids),
        "bids": bids_of(found, bids, seen_bids),
        "checks": checks_of(found, bids, differences),
        "steps_log": _log(found, differences, readings, halt),
        "halt": _halt(halt, over=RoundStatus(found.status) in FINAL),
    }
    return LotPage(found, context, halt)


def poll_every(found: Round, now: datetime) -> int:
    """Seconds to the browser's next request: 15, in the last hour 5, in the last ten minutes 2, after the end 5 till the result, then 0."""
    if RoundStatus(found.status) in FINAL:
        return 0
    left = found.ends_at - now
    if left <= timedelta(0):
        return 5
    return 2 if left <= LAST_MINUTES else 5 if left <= LAST_HOUR or now < found.opens_at <= now + LAST_MINUTES else 15


def version_of(found: Round, now: datetime) -> str:
    """What the browser sends back as `seen`; it changes with the lot's news and with the interval."""
    return f"{found.news}.{poll_every(found, now)}"


def live_of(found: Round, now: datetime) -> dict[str, Any]:
    """The figures that follow the site."""
    status = RoundStatus(found.status)
    over = status in FINAL
    price = found.final_price or found.current_price
    share = premium(found.start_price, price)
    applied = found.approved.get("priority", 0)
    return {
        "version": version_of(found, now),
        "every": poll_every(found, now) if found.lot_id else 0,
        "not_open": now < found.opens_at and not over,
        "opens_at": found.opens_at,
        "ends_at": found.ended_at if over and found.ended_at else found.ends_at,
        "planned_end_at": found.scheduled_end_at,
        "extensions": found.extensions,
        "price": price,
        "leader": found.winner_code or found.leader,
        "won": status is RoundStatus.SOLD,
        "premium": share,
        "places": 0 if status is RoundStatus.SOLD else 1,
        "start_price": found.start_price,
        "increment": found.increment,
        "deposit": found.deposit,
        "bids": found.bid_count,
        "applicants": found.applicants,
        "watchers": found.viewers,
        "priority_note": f"{applied} 人已确认" if applied else "无",
        "ended": over or now >= found.ends_at or status in (RoundStatus.ENDED, RoundStatus.DEFERRED, RoundStatus.SUSPENDED),
        "stopped": status in (RoundStatus.DEFERRED, RoundStatus.SUSPENDED),
        "result_text": _result_text(status),
    }


def bids_of(found: Round, bids: Sequence[BidRow], new_after: int = 0) -> dict[str, Any]:
    """The newest bids, newest first, with the raise over the one before."""
    rows = rows_of(list(bids))
    return {
        "rows": rows[:NEWEST],
        "earlier": max(0, len(rows) - NEWEST),
        "earlier_href": f"/lots/{found.id}/bids",
        "only_href": f"/lots/{found.id}/bids?only=extends" if rows else "",
        "only_label": "只看延时",
        "new_after": new_after,
    }


def rows_of(bids: Sequence[BidRow]) -> list[dict[str, Any]]:
    """Rows for bids.html, newest first, from bids oldest first."""
    rows, before = [], None
    for bid in bids:
        rows.append(
            {
                "no": bid.seq,
                "at": bid.at,
                "bidder": bid.bidder,
                "price": bid.price,
                "raise": _raise(bid, before),
                "extended_to": bid.end_after if bid.extends else None,
                "fault": short_fault(bid.fault_kind) if bid.fault else "",
                "fault_text": bid.fault,
                "priority": bid.priority,
            }
        )
        before = bid.price
    return rows[::-1]


def read_ago(at: datetime | None, now: datetime) -> str:
    """How old the figures are: 1.2 秒前, then minutes."""
    if at is None:
        return "尚未读到"
    seconds = (now - at).total_seconds()
    return "刚刚" if seconds < 0.1 else f"{seconds:.1f} 秒前" if seconds < 60 else ago(at, now)


def site_title(code: str) -> str:
    """The site's name; its code where no plugin is installed any more."""
    return next((plugin.title for plugin in installed() if plugin.code == code), code)


def grouped_number(number: str) -> str:
    """A long lot number in groups of four, as people read it out."""
    return " ".join(number[place : place + 4] for place in range(0, len(number), 4)) if number.isdigit() and len(number) > 6 else number


def _raise(bid: BidRow, before: Money | None) -> str:
    if before is None:
        return "起拍" if bid.price else ""
    step = bid.price - before
    if not step and bid.priority:
        return "同价优先"
    return f"{'+' if step.fen >= 0 else ''}{step.grouped.removesuffix('.00')}"


def _result_text(status: RoundStatus) -> str:
    return {**RESULTS, RoundStatus.DEFERRED: "暂缓", RoundStatus.SUSPENDED: "中止", RoundStatus.UNCLEAR: "待核"}.get(status, "")


def _head(found: Round, judge: str, now: datetime) -> dict[str, Any]:
    stale = found.failures > 0
    return {
        "id": found.id,
        "title": found.title,
        "status": found.status,
        "round_name": ROUND_NAMES.get(found.round_no, ""),
        "site": site_title(found.site),
        "site_code": grouped_number(found.lot_id or "待登记"),
        "case_no": found.case_no,
        "case_href": f"/cases/{found.case_id}",
        "plan_href": f"/plans/{found.plan_id}",
        "plan_edition": found.approved.get("version", 1),
        "plan_digest": found.plan_digest,
        "judge": judge,
        "read_ago": read_ago(found.read_at, now),
        "stale_at": found.read_at if stale else None,
        "never_read": found.read_at is None,
        "clock_offset": "",
        "page_href": found.lot_url,
        "log_href": f"/lots/{found.id}/log.csv",
        "money_href": f"/lots/{found.id}/money" if RoundStatus(found.status) in (RoundStatus.SOLD, RoundStatus.DEFAULT) else "",
        "refunds_href": f"/lots/{found.id}/refunds" if RoundStatus(found.status) is RoundStatus.WITHDRAWN else "",
        "halt_href": f"/lots/{found.id}/halt" if RoundStatus(found.status) not in FINAL else None,
    }


def _alarm(found: Round, differences: Sequence[Difference], people: Sequence[str]) -> dict[str, Any] | None:
    still = [each for each in differences if each.closed_at is None]
    if not still:
        return None
    first = still[0]
    rest = found.compared - len({each.field for each in still})
    told = f"，已通知{'、'.join(people)}" if people else ""
    words = f"{first.field}：批准 {first.approved}，平台 {first.shown}；{instant_second(first.found_at)} 发现{told}。其余 {max(rest, 0)} 项一致。"
    settle = f"/lots/{found.id}/differences"
    return {"title": f"平台展示与审批方案不一致（{len(still)} 处）", "text": words, "compare_href": f"/lots/{found.id}/compare", "settle_href": settle}


def _unclear(found: Round, people: Sequence[str]) -> dict[str, Any] | None:
    if RoundStatus(found.status) is not RoundStatus.UNCLEAR:
        return None
    told = f"；已通知{'、'.join(people)}" if people else ""
    again = f"；下次尝试 {instant_second(found.next_read_at)}" if found.next_read_at else ""
    why = found.failure or f"平台显示“{found.raw_state or '不明'}”"
    return {"title": "结果待核：只凭时间不能认定成交", "text": f"{why}。结果以平台确认为准{told}{again}。", "import_href": f"/lots/{found.id}/import"}


def _halt(halt: Halt | None, *, over: bool) -> dict[str, Any] | None:
    if halt is None or halt.status in ENDED or halt.resumed_at is not None or (halt.status == "proposed" and over):
        return None
    kind = HaltKind(halt.kind)
    asked = "，已提请恢复" if halt.resume_asked_at else ""
    return {
        "open": halt.status == "proposed",
        "word": kind.word,
        "asked": asked,
        "withdraws": kind is HaltKind.WITHDRAW,
        "ground": GROUNDS.get(halt.ground, halt.ground),
        "reason": halt.reason,
    }


def _curve(found: Round, bids: Sequence[BidRow]) -> dict[str, Any]:
    return {
        "bids": [bid for bid in bids if bid.gone_at is None],
        "start_price": found.start_price,
        "opens_at": found.opens_at,
        "planned_end_at": found.scheduled_end_at,
        "ends_at": found.ends_at,
        "extensions": found.extensions,
    }


_Entry = tuple[datetime, str, str]


def _log(found: Round, differences: Sequence[Difference], readings: Sequence[RoundReading], halt: Halt | None) -> list[dict[str, Any]]:
    entries: list[_Entry] = [(each.at, *_reading_words(each)) for each in readings]
    entries += [(each.found_at, f"不一致 {each.field}，已报警", "danger") for each in differences]
    entries += [(each.closed_at, f"已说明 {each.field}：{each.reason}", "") for each in differences if each.closed_at]
    stages = ((found.announced_at, "平台已公告"), (found.ended_at, "拍卖已撤回" if found.status == RoundStatus.WITHDRAWN else "竞价结束"))
    entries += [(at, words, "") for at, words in stages if at is not None]
    if found.read_at is not None and not found.failures:
        entries.append((found.read_at, "读取正常，页面摘要已存证", ""))
    if halt is not None:
        entries.append((halt.proposed_at, f"提请{HaltKind(halt.kind).word}：{GROUNDS.get(halt.ground, '')}", "warn"))
    return _by_day(sorted(entries, reverse=True)[:12])


def _reading_words(each: RoundReading) -> tuple[str, str]:
    if each.outcome == "ok":
        return f"读到 {each.bids} 次新出价，页面摘要已存证", ""
    return (each.message, "") if each.outcome == "kept" else (f"读取失败：{each.message}", "danger")


def _by_day(entries: Sequence[_Entry]) -> list[dict[str, Any]]:
    shown, day = [], None
    many = len(Counter(local(at).date() for at, _, _ in entries)) > 1
    for at, words, role in entries:
        fresh = local(at).date() != day
        day = local(at).date()
        shown.append({"at": at, "text": words, "role": role, "day": f"{day.month}月{day.day}日" if fresh and many else ""})
    return shown
