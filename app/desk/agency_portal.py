"""The portal of an agency's manager (S8): its own terms, score, rank and turn, and what is to be accepted. Nothing of any other agency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from app.desk.outside_work import task_works
from app.desk.work_rows import Work
from app.domains.agencies import queries
from app.domains.agencies.declaring import register_in_reach
from app.domains.agencies.ending import list_endings
from app.domains.agencies.interest_rules import is_near_due
from app.domains.agencies.paper_rules import PaperState
from app.domains.agencies.papers import list_papers
from app.domains.agencies.permissions import KEEP_ROSTER
from app.domains.agencies.rules import Turn, by_rotation, place_of
from app.domains.agencies.score_rules import Score
from app.domains.agencies.scores import Scores, last_given, scores_at
from app.domains.agencies.tables import Engagement
from app.domains.courts.queries import court_names
from app.domains.tasks.queries import count_open_by_agency, visible
from app.domains.tasks.rules import WITH_AGENCY
from app.domains.tasks.tables import Task
from app.domains.tasks.types import TaskState
from app.infra.unit_of_work import Reading
from app.kernel.clock import start_of
from app.web.access import me, permits, reading

pages = Blueprint("portal", __name__)


@dataclass(frozen=True)
class AtCourt:
    """How the agency stands at one court: its term, score, rank among so many, and its place in the rotation."""

    court: str
    court_id: str
    term: Engagement
    score: Score
    rank: int
    rivals: int
    turn: int | None


@pages.get("/agency")
@permits(KEEP_ROSTER)
def home() -> ResponseReturnValue:
    """机构门户."""
    with reading() as r:
        agency = queries.get_agency(r, me().agency_id or "")
        works = task_works(r)
        shown = {
            "courts": _courts(r, agency.id),
            "counts": _counts(r),
            "endings": list_endings(r, agency.id),
            "papers": [each for each in list_papers(r, agency.id) if each.state in (PaperState.NEAR, PaperState.EXPIRED)],
            "to_renew": sum(is_near_due(each.renew_by, r.today) for each in register_in_reach(r)),
        }
    return render_template("desk/agency.html", agency=agency, works=works, first=_first(works), **shown)


def _first(works: list[Work]) -> Work | None:
    return next((each for each in works if each.filter == "offered"), None)


def _courts(r: Reading, agency_id: str) -> list[AtCourt]:
    """One line a court whose contract runs; three queries a court, and an agency has few."""
    terms = {each.court_id: each for each in reversed(queries.list_engagements(r, agency_id=agency_id)) if each.ended_on is None and each.until_on >= r.today}
    names = court_names(r.session, set(terms))
    return [_at_court(r, agency_id, term, names.get(court_id, "")) for court_id, term in terms.items()]


def _at_court(r: Reading, agency_id: str, term: Engagement, name: str) -> AtCourt:
    rivals, scores, given = queries.engaged_agency_ids(r, term.court_id), scores_at(r, term.court_id), last_given(r, term.court_id)
    open_tasks = count_open_by_agency(r, term.court_id)
    order = by_rotation(_turn(each, scores, given.get(each), open_tasks.get(each, 0)) for each in rivals)
    return AtCourt(name, term.court_id, term, scores.of(agency_id), scores.rank(agency_id, rivals), len(rivals), place_of(agency_id, order))


def _turn(agency_id: str, scores: Scores, given: Any, open_tasks: int) -> Turn:
    return Turn(agency_id, given, scores.of(agency_id).tenths, open_tasks)


def _counts(r: Reading) -> dict[str, int]:
    """Own tasks by state, overdue ones, and those due today; one query."""
    ends: Any = start_of(r.today + timedelta(days=1))
    running = Task.status.in_([state.value for state in WITH_AGENCY])
    asked: Any = select(
        *(
            func.count(Task.id).filter(Task.status == state.value).label(state.value)
            for state in (TaskState.OFFERED, TaskState.DOING, TaskState.RETURNED, TaskState.HANDED_BACK)
        ),
        func.count(Task.id).filter(running, Task.due_at <= r.now).label("late"),
        func.count(Task.id).filter(running, Task.due_at > r.now, Task.due_at < ends).label("today"),
    )
    return dict(r.session.execute(visible(asked, r.actor)).one()._mapping)
