"""Pages over many tasks: the four views of S5, 再看 20, saved filters, workbook, day sheet, acts on the chosen ones."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.domains.agencies.queries import list_agencies
from app.domains.audit.service import record
from app.domains.courts.queries import load_calendar
from app.domains.tasks import boards, bulk, saving
from app.domains.tasks.bulk import BulkAct
from app.domains.tasks.export import workbook_of
from app.domains.tasks.kinds import all_kinds
from app.domains.tasks.life_forms import BulkForm
from app.domains.tasks.permissions import GIVE_TASKS, SEE_TASKS, VERIFY_TASKS
from app.domains.tasks.places import round_trip
from app.domains.tasks.types import STATE_NAMES, TaskState
from app.domains.tasks.wanted import Due, TaskFilter, View, wanted_of
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid
from app.web.access import is_fragment, me, permits, reading, work
from app.web.lists import workbook_answer

board_pages = Blueprint("task_board", __name__)
OUTSIDE_VIEWS = (View.LIST, View.PLACE, View.CALENDAR)


def show_tasks() -> str:
    """S5 for the court; the agency's own list for its manager and workers (S8). A poll gets the part that changes alone."""
    wanted = _wanted()
    with reading() as r:
        shown = {**_frame(r, wanted), **_body(r, wanted)}
    page = f"tasks/{'own' if me().is_outside and wanted.view is View.LIST else wanted.view.value}.html"
    return render_template("tasks/columns.html" if wanted.view is View.BOARD and is_fragment() else page, **shown)


@board_pages.get("/tasks/column")
@permits(SEE_TASKS)
def column() -> ResponseReturnValue:
    """再看 20: more cards of one column."""
    wanted = _wanted()
    with reading() as r:
        cards, after = boards.more_of_column(r, wanted)
    return render_template("tasks/more_cards.html", wanted=wanted, cards=cards, after=after, state=wanted.status)


@board_pages.get("/tasks/export.xlsx")
@permits(SEE_TASKS)
def export() -> ResponseReturnValue:
    """The filtered list as a workbook; that it was taken is recorded."""
    wanted = _wanted()
    with work() as w:
        cards = boards.list_for_export(w, wanted)
        record(w, "task.exported", "task", "list", f"导出任务清单 {len(cards)} 行")
        content = workbook_of(w, words_of(w, wanted), cards)
    return workbook_answer(content, "tasks")


@board_pages.post("/tasks/filters")
@permits(SEE_TASKS)
def save_filter() -> ResponseReturnValue:
    """保存视图, 我的 or 本组."""
    wanted = _wanted()
    with work() as w:
        saving.save_filter(w, request.form.get("name", ""), wanted, shared="shared" in request.form)
    return redirect(wanted.href(), 303)


@board_pages.post("/tasks/filters/<view_id>/drop")
@permits(SEE_TASKS)
def drop_filter(view_id: str) -> ResponseReturnValue:
    """Delete one's own saved filter."""
    with work() as w:
        saving.drop_filter(w, view_id)
    return redirect(_wanted().href(), 303)


@board_pages.get("/tasks/day")
@permits(SEE_TASKS)
def day() -> ResponseReturnValue:
    """排成一天: the chosen tasks in a short way round, to print."""
    with reading() as r:
        cards = boards.list_chosen(r, request.args.getlist("ids"))
    stops = [(card, (geo[0], geo[1]) if (geo := card.task.header.get("place_geo")) else None) for card in cards]
    return render_template("tasks/day.html", cards=round_trip(stops))


@board_pages.get("/tasks/bulk")
@permits(VERIFY_TASKS)
def bulk_page() -> ResponseReturnValue:
    """What is to be done to the chosen tasks, with the particulars that it needs."""
    return _bulk_page(_act(request.args.get("bulk", "")), request.args.getlist("ids"), BulkForm(formdata=None))


@board_pages.post("/tasks/bulk")
@permits(VERIFY_TASKS)
def bulk_do() -> ResponseReturnValue:
    """Do it to each; what could not be done is told with its reason."""
    form, act, ids = BulkForm(), _act(request.form.get("bulk", "")), request.form.getlist("ids")
    try:
        outcomes = bulk.do_all(work, ids, form.to_order(act))
    except Invalid as refusal:
        form.take_faults(refusal)
        return _bulk_page(act, ids, form), 422
    with reading() as r:
        named = {card.task.id: card for card in boards.list_chosen(r, ids)}
    return render_template("tasks/bulk_done.html", act=act, outcomes=outcomes, named=named)


def words_of(r: Reading, wanted: TaskFilter) -> str:
    """A filter as people read it."""
    kind = all_kinds().get(wanted.kind)
    agency = next((each.name for each in list_agencies(r) if each.id == wanted.agency_id), "") if wanted.agency_id else ""
    state = STATE_NAMES[TaskState(wanted.status)] if wanted.status in set(TaskState) else ""
    said = (kind.title if kind else "", agency, state, wanted.due.word if wanted.due else "", wanted.district, wanted.day, wanted.q)
    return " · ".join(str(each) for each in said if each)


def _wanted() -> TaskFilter:
    wanted = wanted_of(request.args, View.LIST if me().is_outside else View.BOARD)
    return wanted if not me().is_outside or wanted.view in OUTSIDE_VIEWS else wanted_of({**request.args, "view": View.LIST})


def _frame(r: Reading, wanted: TaskFilter) -> dict[str, object]:
    saved = saving.list_saved(r)
    return {
        "wanted": wanted,
        "views": OUTSIDE_VIEWS if me().is_outside else tuple(View),
        "dues": list(Due),
        "counts": boards.count_by_state(r, TaskFilter()),
        "overdue": boards.count_overdue(r),
        "agencies": list_agencies(r),
        "kinds": all_kinds(),
        "states": {state: word for state, word in STATE_NAMES.items() if not me().is_outside or state is not TaskState.DRAFT},
        "saved": [(each, saving.filter_of(each)) for each in saved],
        "may": {"give": GIVE_TASKS.held_by(me()), "bulk": VERIFY_TASKS.held_by(me())},
    }


def _body(r: Reading, wanted: TaskFilter) -> dict[str, object]:
    match wanted.view:
        case View.BOARD:
            return {"columns": boards.board(r, wanted)}
        case View.PLACE:
            districts, streets = boards.by_place(r, wanted)
            return {"districts": districts, "streets": streets}
        case View.CALENDAR:
            days, calendar = boards.calendar(r, wanted), load_calendar(r.session)
            return {**_months(wanted.on or r.today), "weeks": [days[first : first + 7] for first in range(0, len(days), 7)], "calendar": calendar}
        case View.LIST:
            cards, after = boards.find_page(r, wanted)
            return {"cards": cards, "after": after}


def _months(month: date) -> dict[str, object]:
    first = month.replace(day=1)
    return {"month": month, "month_before": (first - timedelta(days=1)).replace(day=1), "month_after": (first + timedelta(days=31)).replace(day=1)}


def _act(text: str) -> BulkAct:
    if text not in set(BulkAct):
        raise Invalid("从批量操作中选一项", field="bulk")
    return BulkAct(text)


def _bulk_page(act: BulkAct, ids: list[str], form: BulkForm) -> str:
    with reading() as r:
        cards = boards.list_chosen(r, ids)
        agencies = list_agencies(r)
    form.agency_id.choices = [("", "请选择"), *((each.id, each.name) for each in agencies)]
    return render_template("tasks/bulk.html", act=act, cards=cards, form=form)
