"""概览 of those who see no case content: figures of courts below, the machine's health, calendar and rules, seals and exports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from app.domains.audit.tables import TrailCheckpoint, TrailLeaf, TrailRow
from app.domains.cases.tables import Case
from app.domains.courts.queries import court_ids_below
from app.domains.courts.tables import CalendarDay, CalendarYear, Court
from app.domains.deadlines.tables import Deadline
from app.domains.rounds.queries import LIVE_NOW
from app.domains.rounds.tables import Round
from app.infra.beats import Beat, oldest_beat
from app.infra.outbox import Job, JobState
from app.infra.unit_of_work import Reading, for_house
from app.kernel.actor import Role
from app.kernel.clock import start_of
from app.law.rulebook import RULES
from app.web import formats

HEARTBEAT_LATE = 60
EXPORTS = ("case.exported", "plan.packaged", "party.revealed", "task.photo_downloaded", "audit.exported", "document.downloaded")
THINGS = {"case": "案件", "plan": "方案", "party": "当事人", "task": "任务", "trail": "审计记录", "document": "文书"}


@dataclass(frozen=True)
class Board:
    """A card: a title, heads and rows of plain text or figures, and words for when there are none."""

    title: str
    icon: str
    heads: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    empty: str
    more: str = ""
    more_href: str = ""


@dataclass(frozen=True)
class Overview:
    """Counts on top as strip_counts wants them, and cards."""

    counts: list[dict[str, Any]]
    boards: list[Board]


def overview_of(r: Reading) -> Overview:
    """The overview of the actor's role."""
    return OVERVIEWS[r.actor.role](r)


def _courts(r: Reading) -> Overview:
    ids = court_ids_below(r.session, r.actor.court_id or "")
    names = {row.id: row.name for row in r.session.execute(select(Court.id, Court.name).where(Court.id.in_(ids)))}
    running, now = Deadline.state == "running", r.now
    figures = [
        *_by_court(r, Case, ids, Case.stage != "closed"),
        *_by_court(r, Deadline, ids, and_(running, Deadline.due_at < now), and_(running, Deadline.due_on == r.today, Deadline.due_at >= now)),
        *_by_court(r, Round, ids, Round.status.in_(LIVE_NOW), Round.status == "sold", Round.open_differences > 0),
    ]
    rows = [(names[each], *(figure.get(each, 0) for figure in figures)) for each in ids if each != r.actor.court_id]
    worst_first = sorted(rows, key=lambda row: (-row[2], -row[6], row[0]))
    heads = ("法院", "在办案件", "已逾期", "今天到期", "正在竞价", "成交拍次", "不一致")
    labels = (("在办案件", ""), ("已逾期", "danger"), ("今天到期", ""), ("正在竞价", "live"), ("成交拍次", ""), ("不一致", "danger"))
    counts = [_count(sum(figure.values()), label, role) for figure, (label, role) in zip(figures, labels, strict=True)]
    return Overview(counts, [Board("辖区法院", "building", heads, list(worst_first), "辖区内还没有法院")])


def _machine(r: Reading) -> Overview:
    age = oldest_beat(r.session)
    seconds = None if age is None else int(age.total_seconds())
    jobs: Mapping[str, int] = dict(r.session.execute(select(Job.state, func.count()).group_by(Job.state)).tuples().all())
    beats = r.session.scalars(select(Beat).order_by(Beat.at)).all()
    waiting, stuck = jobs.get(JobState.TODO, 0) + jobs.get(JobState.DOING, 0), jobs.get(JobState.PERSON, 0)
    late = seconds is None or seconds > HEARTBEAT_LATE
    counts = [
        _count(seconds or 0, "心跳（秒前）" if seconds is not None else "心跳未运行", "danger" if late else ""),
        _count(waiting, "队列待办", ""),
        _count(stuck, "待人工处理", "danger"),
        _count(sum(bool(beat.error) for beat in beats), "出错的节拍", "danger"),
    ]
    dialect = r.session.get_bind().dialect.name
    state = [
        ("心跳", "从未运行，请启动 heartbeat 进程" if seconds is None else f"{seconds} 秒前", "未见" if late else "正常"),
        ("队列", f"待办 {waiting} 项，已办 {jobs.get(JobState.DONE, 0)} 项", f"{stuck} 项待人工处理" if stuck else "正常"),
        ("数据库", {"sqlite": "SQLite（WAL）", "postgresql": "PostgreSQL"}.get(dialect, dialect), "可读"),
        ("备份", "本系统没有登记过备份", "未登记"),
    ]
    ticks = [(beat.name, formats.moment_full(beat.at), beat.error[:80] or "正常") for beat in beats]
    return Overview(
        counts,
        [
            Board("运行状态", "activity", ("项目", "现在", "结论"), list(state), ""),
            Board("节拍", "history", ("名称", "最近一次（真实时间）", "结果"), list(ticks), "心跳还没有运行过"),
        ],
    )


def _calendar(r: Reading) -> Overview:
    years = r.session.scalars(select(CalendarYear).order_by(CalendarYear.year.desc())).all()
    days = r.session.scalars(select(CalendarDay.day)).all()
    special = {year.year: sum(day.year == year.year for day in days) for year in years}
    provisional = [year for year in years if year.provisional]
    missing = [year for year in (r.today.year, r.today.year + 1) if year not in special]
    unsure = sum(rule.status.value != "verified" for rule in RULES.values())
    counts = [
        _count(len(years), "已录入年份", ""),
        _count(len(provisional), "暂定年份", "warn"),
        _count(len(missing), "缺少年份", "danger"),
        _count(len(RULES), "规则", ""),
        _count(unsure, "来源待核", "warn"),
    ]
    shown = [(f"{year.year} 年", "暂定，等国务院通知" if year.provisional else "已按国务院通知", special[year.year], year.version) for year in years]
    return Overview(
        counts, [Board("节假日", "calendar-event", ("年份", "依据", "特别日", "版本"), list(shown), "还没有录入节假日，期限不能计算", "法规库", "/rules")]
    )


def _seals(r: Reading) -> Overview:
    last = r.session.scalar(select(TrailCheckpoint).order_by(TrailCheckpoint.size.desc()).limit(1))
    total, unsealed = r.session.execute(
        select(func.count(TrailRow.id), func.count().filter(TrailLeaf.row_id.is_(None))).outerjoin(TrailLeaf, TrailLeaf.row_id == TrailRow.id)
    ).one()
    since = start_of(r.today)
    taken = r.session.scalars(select(TrailRow).where(TrailRow.act.in_(EXPORTS), TrailRow.at >= since).order_by(TrailRow.id.desc()).limit(50)).all()
    refused = r.session.scalar(select(func.count(TrailRow.id)).where(TrailRow.result != "ok", TrailRow.at >= since)) or 0
    counts = [
        _count(total, "审计记录", ""),
        _count(last.size if last else 0, "已签名封存", ""),
        _count(unsealed, "待排序", "warn"),
        _count(len(taken), "今天导出与查看", ""),
        _count(refused, "今天被拒绝", "warn"),
    ]
    seal = [("最近封存", formats.moment_full(last.at), f"{last.size} 条", formats.digest(last.root))] if last else []
    exports = [(formats.moment_full(row.at), row.actor_name, row.act, THINGS.get(row.thing_kind, row.thing_kind)) for row in taken]
    return Overview(
        counts,
        [
            Board("封存", "lock", ("项目", "时间", "数量", "根"), list(seal), "还没有封存过", "审计记录", "/audit"),
            Board("今天的导出与查看", "download", ("时间", "人员", "行为", "对象"), list(exports), "今天没有导出和查看完整号码"),
        ],
    )


def _by_court(r: Reading, row: Any, ids: list[str], *wanted: ColumnElement[bool]) -> list[dict[str, int]]:
    """How many rows of each court meet each wish; one query, no content."""
    counted = [func.count().filter(each) for each in wanted]
    rows = r.session.execute(for_house(select(row.court_id, *counted).where(row.court_id.in_(ids)).group_by(row.court_id))).all()
    return [{each[0]: each[place] for each in rows} for place in range(1, len(wanted) + 1)]


def _count(value: int, label: str, role: str) -> dict[str, Any]:
    return {"value": value, "label": label, "href": "/", "role": role, "on": False}


OVERVIEWS: Mapping[Role, Callable[[Reading], Overview]] = {
    Role.HIGHER: _courts,
    Role.SYSADMIN: _machine,
    Role.SECADMIN: _calendar,
    Role.AUDITOR: _seals,
}
