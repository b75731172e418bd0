"""What accepted tasks of transfer and of carriage told stands in the route: each line goes to the one step it speaks of, once a task; the rest is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domains.titles.queries import get_step, has_told, lock_route, steps_of
from app.domains.titles.refusing import Refusal, refuse
from app.domains.titles.rules import OVER, meant
from app.domains.titles.service import CARRY, Files, Finished, Submitted, finish, note, submit
from app.domains.titles.shipping import Delivered, deliver
from app.domains.titles.tables import TitleRoute, TitleStep
from app.infra.unit_of_work import Work
from app.kernel.clock import SHANGHAI
from app.kernel.errors import Invalid, NotNow

Row = Mapping[str, Any]
DONE, TAKEN, SENT_BACK = "办结", "已受理", "退件"
UNNAMED = "没有写明理由"


@dataclass(frozen=True)
class Told:
    """What a task says: its number, the form as the court accepted it, and its photos as files."""

    task_id: str
    number: str
    form: Row
    files: Files = ()


@dataclass(frozen=True)
class Line:
    """A line of the form as an act on a step."""

    matter: str
    office: str
    state: str
    result: str
    receipt: str = ""
    until_on: date | None = None


def give_steps(w: Work, route: TitleRoute, task_id: str, number: str, *, carriage: bool) -> None:
    """A task was given out: the open steps that it helps with are with it, unless another has them."""
    for step in steps_of(w, route.id, fresh=True):
        if step.status in OVER or step.task_id or not step.helped or (step.code == CARRY) is not carriage:
            continue
        step.task_id, step.task_number = task_id, number
        note(w, route, step, "given", f"派给机构，任务 {number}")


def take_steps_back(w: Work, route: TitleRoute, steps: Sequence[TitleStep]) -> None:
    """The task was declined, recalled or moved: its steps are the court's again."""
    for step in steps:
        number, step.task_id, step.task_number = step.task_number, "", ""
        note(w, route, step, "returned", f"任务 {number} 已终止，收回办理")


def take_transfer(w: Work, route_id: str, told: Told) -> None:
    """What an accepted task of transfer told; what cannot be entered is kept beside the route with the reason. The same task again changes nothing."""
    route = lock_route(w, route_id)
    if has_told(w, route.id, told.task_id):
        return
    on = _day(told.form, w.today, route.served_on)
    rest: list[dict[str, str]] = []
    for line in sorted(_lines(told.form), key=lambda each: each.state == DONE and "登记" in each.matter):
        step = meant(line.matter, line.office, steps_of(w, route.id, fresh=True))
        why = "对应不到一个步骤" if step is None else "" if step.status in OVER else _entered(w, step.id, line, on, told)
        if why:
            rest.append({"number": told.number, "matter": line.matter, "office": line.office, "state": line.state, "result": line.result, "why": why})
    route.unmatched = [*route.unmatched, *rest]
    _close_task(w, route, told)


def take_carriage(w: Work, route_id: str, told: Told) -> None:
    """What an accepted task of carriage told. The same task again changes nothing."""
    route, form = lock_route(w, route_id), told.form
    step = next((each for each in steps_of(w, route.id, fresh=True) if each.code == CARRY and each.status not in OVER), None)
    if step is None or has_told(w, route.id, told.task_id):
        return
    harm = [{"no": str(each.get("no") or ""), "what": str(each.get("what") or "")} for each in _rows(form, "damage")]
    loaded, arrived = _instant(form.get("loaded_at")) or w.now, _instant(form.get("delivered_at")) or w.now
    as_listed = form.get("as_inventory") != "不一致"
    if not as_listed and not harm:
        harm = [{"no": "", "what": str(form.get("agency_note") or "与移交清单不一致")}]
    order = Delivered(loaded, arrived, _text(form, "received_by") or route.buyer_name, as_listed, harm, f"任务 {told.number} 签收单")
    why = _tried(lambda: deliver(w, step.id, order, told.files, told=form, task_id=told.task_id))
    if why:
        line = {"number": told.number, "matter": "运送", "office": _text(form, "carrier"), "state": DONE, "result": order.receipt, "why": why}
        route.unmatched = [*route.unmatched, line]
    _close_task(w, route, told)


def _close_task(w: Work, route: TitleRoute, told: Told) -> None:
    """Its open steps are the court's again; that it was taken in is noted once, whatever became of its lines."""
    steps = steps_of(w, route.id, fresh=True)
    for step in steps:
        if step.task_id == told.task_id and step.status not in OVER:
            step.task_id, step.task_number = "", ""
    if steps:
        note(w, route, steps[0], "taken", f"任务 {told.number} 验收，办理结果已登记", task_id=told.task_id)


def _entered(w: Work, step_id: str, line: Line, on: date, told: Told) -> str:
    """Why a line could not be entered; '' when it was, or says nothing new."""
    if line.state == DONE:
        order = Finished(on, line.receipt or line.result or f"任务 {told.number}", line.office)
        return _tried(lambda: finish(w, step_id, order, told.files, task_id=told.task_id))
    if line.state == SENT_BACK:
        refusal = Refusal(on, line.result if len(line.result) >= len(UNNAMED) else f"{line.result}（{UNNAMED}）", line.office)
        return _tried(lambda: refuse(w, step_id, refusal, told.files, task_id=told.task_id))
    if line.state == TAKEN and get_step(w, step_id).status == "todo":
        days = (line.until_on - on).days if line.until_on and line.until_on > on else None
        return _tried(lambda: submit(w, step_id, Submitted(on, line.office, line.receipt, days), told.files))
    return ""


def _tried(act: Callable[[], object]) -> str:
    """The reason of a refusal; verbs refuse before they write."""
    try:
        act()
    except (Invalid, NotNow) as refusal:
        return refusal.message
    return ""


def _lines(form: Row) -> Iterator[Line]:
    new_no = _text(form, "cert_number_new")
    for row in _rows(form, "route"):
        matter, state = _text(row, "matter"), _text(row, "state")
        receipt = _text(row, "receipt_no")
        registers = state == DONE and any(word in matter for word in ("登记", "过户")) and "解除" not in matter
        yield Line(matter, _text(row, "office"), state, _text(row, "result"), new_no if registers and new_no else receipt, _on(row.get("until_on")))
    yield from _paid(form, "tax_paid", "完税")
    yield from _paid(form, "arrears_paid", "欠费")
    for row in _rows(form, "refusals"):
        yield Line(_text(row, "matter") or REFUSED_MATTER, _text(row, "office"), SENT_BACK, _text(row, "why"))


REFUSED_MATTER = "转移登记"
"""An office that refuses to assist refuses the registration, where the form names no other matter."""


def _paid(form: Row, name: str, matter: str) -> Iterator[Line]:
    """Charges that were paid as announced; one that differs is the court's to look at and closes nothing."""
    rows = _rows(form, name)
    if rows and all(_text(row, "as_announced") != "不一致" for row in rows):
        receipts = "、".join(filter(None, (_text(row, "receipt") or _text(row, "item") for row in rows)))
        yield Line(matter, "", DONE, "", receipts)


def _day(form: Row, today: date, since: date) -> date:
    at = _instant(form.get("ended_at"))
    return at.date() if at is not None and since <= at.date() <= today else today


def _rows(form: Row, name: str) -> list[Row]:
    found = form.get(name)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _text(row: Row, name: str) -> str:
    return str(row.get(name) or "").strip()


def _on(text: object) -> date | None:
    return date.fromisoformat(str(text)[:10]) if text else None


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)).replace(tzinfo=SHANGHAI) if text else None
