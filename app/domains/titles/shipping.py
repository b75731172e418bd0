"""Carriage of a sold movable: arranged as the buyer wishes, received by the buyer or whom he named, damage written down on the spot (forms.md §2.12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domains.titles.events import GoodsDamaged
from app.domains.titles.queries import find_shipment
from app.domains.titles.rules import waits_for
from app.domains.titles.service import CARRY, Files, Finished, Held, finish, noted, of_route, open_step
from app.domains.titles.tables import Shipment
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of, local
from app.kernel.errors import Invalid, NotNow


@dataclass(frozen=True)
class Arranged:
    """Where and when it is fetched, who carries it where and to whom. Without a carrier the buyer fetches it himself."""

    origin: str
    fetch_at: datetime | None
    own_pick_up: bool
    carrier: str = ""
    destination: str = ""
    consignee: str = ""
    insurance_no: str = ""


@dataclass(frozen=True)
class Delivered:
    """Loaded and received; `damage` rows [{no, what}], empty where nothing was damaged."""

    loaded_at: datetime
    delivered_at: datetime
    received_by: str
    as_listed: bool
    damage: Sequence[dict[str, str]] = ()
    receipt: str = ""


def arrange(w: Work, step_id: str, order: Arranged) -> Shipment:
    """Write down how it goes; changed until it has arrived."""
    held = _carriage(w, step_id)
    if not order.origin.strip():
        raise Invalid("写明提货地点", field="origin")
    if not order.own_pick_up:
        bare = [
            (name, words) for name, words in (("carrier", "承运人"), ("destination", "送达地"), ("consignee", "收货人")) if not getattr(order, name).strip()
        ]
        if bare:
            raise Invalid("运送要写明承运人、送达地和收货人", faults=tuple((name, f"写明{words}（由买受人指定）") for name, words in bare))
    row = _row(w, held)
    told = {name: value.strip() if isinstance(value, str) else value for name, value in vars(order).items()}
    for name, value in told.items():
        setattr(row, name, value)
    w.flush()
    fetched = f"{local(order.fetch_at):%Y-%m-%d %H:%M} " if order.fetch_at else ""
    way = "买受人自行提货" if order.own_pick_up else f"{row.carrier} 运至 {row.destination}，收货人 {row.consignee}"
    noted(w, held, "arranged", f"{fetched}{row.origin} 提货，{way}")
    return row


def deliver(w: Work, step_id: str, order: Delivered, files: Files = (), *, told: Mapping[str, Any] | None = None, task_id: str = "") -> Shipment:
    """It arrived: who received it, whether all was there, what was damaged. The step is done with it. `told`: the form of an accepted task."""
    held = _carriage(w, step_id)
    _check(order, w.now)
    if before := waits_for(held.step, held.steps):
        raise NotNow("还不能提货，先办：" + "、".join(before), code="waits")
    row = _row(w, held)
    if told is not None:
        _take_goods(row, told)
    row.loaded_at, row.delivered_at, row.received_by = order.loaded_at, order.delivered_at, order.received_by.strip()[:100]
    row.as_listed, row.damage, row.task_id = order.as_listed, [dict(each) for each in order.damage], task_id
    w.flush()
    harm = "；".join(f"{each['no']} {each['what']}".strip() for each in order.damage)
    if harm or not order.as_listed:
        w.emit(GoodsDamaged(*of_route(held.route), harm or "与物品清单不一致"))
        noted(w, held, "damaged", f"{'' if order.as_listed else '与清单不一致；'}损坏：{harm or '无'}")
    receipt = order.receipt.strip() or f"{row.received_by} 签收，{local(order.delivered_at):%Y-%m-%d %H:%M}"
    finish(w, step_id, Finished(day_of(order.delivered_at), receipt), files, task_id=task_id)
    return row


def _take_goods(row: Shipment, form: Mapping[str, Any]) -> None:
    """What the form of an accepted task says of places and goods."""
    for name, most in (("origin", 300), ("destination", 300), ("carrier", 100), ("insurance_no", 100)):
        setattr(row, name, str(form.get(name) or getattr(row, name))[:most])
    row.consignee = row.consignee or str(form.get("received_by") or "")[:100]
    row.goods = [each for each in form.get("goods") or [] if isinstance(each, dict)]


def _check(order: Delivered, now: datetime) -> None:
    if order.delivered_at < order.loaded_at:
        raise Invalid("送达时间早于提货时间", field="delivered_at")
    if order.delivered_at > now:
        raise Invalid("送达时间不能晚于现在", field="delivered_at")
    if not order.received_by.strip():
        raise Invalid("写明签收人（买受人本人或其书面委托的人）", field="received_by")
    if not order.as_listed and not order.damage:
        raise Invalid("与物品清单不一致的，写明件号和情况", field="damage")


def _carriage(w: Work, step_id: str) -> Held:
    held = open_step(w, step_id)
    if held.step.code != CARRY:
        raise NotNow("这一步没有运送", code="no_carriage")
    return held


def _row(w: Work, held: Held) -> Shipment:
    found = find_shipment(w, held.step.id)
    if found is None:
        of = {"court_id": held.route.court_id, "case_id": held.route.case_id, "route_id": held.route.id, "step_id": held.step.id}
        found = Shipment(**of)
        w.session.add(found)
    return found
