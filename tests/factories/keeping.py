"""A kept thing with everything that can happen to it, and a lot's viewings, for the matrix of routes; an agency of None: the court holds and guides."""

from __future__ import annotations

from datetime import timedelta

from app.domains.custody.breaking import report_broken
from app.domains.custody.service import OpenMove, open_move
from app.domains.custody.tables import Look
from app.domains.viewings import asking, service
from app.domains.viewings.service import AddSlot, Book, Lot
from app.infra.house import House
from app.kernel.actor import Actor
from tests.factories.custody import PHOTO, make_item

KEPT_BY_AGENCY = frozenset({"item_id", "move_id", "break_id", "look_id", "programme_id", "slot_id", "booking_id", "question_id"})


def enter_keeping(house: House, clerk: Actor, ids: dict[str, str], agency_id: str | None, guide: Actor) -> dict[str, str]:
    """Ids by the name of a route's argument."""
    with house.work(clerk) as w:
        holder = {"holder_kind": "agency", "holder_agency_id": agency_id, "holder_name": "安衡"} if agency_id else {}
        item = make_item(w, ids["asset_id"], **holder)
        move = open_move(w, OpenMove((item.id,), "取回", "court", "", "本院贵重物品库"), PHOTO)
        broken = report_broken(w, item.id, "封条边角翘起")
        look = Look(court_id=item.court_id, case_id=item.case_id, item_id=item.id, due_on=w.today, opened_at=w.now)
        w.session.add(look)
        programme = service.plan_viewings(w, Lot(item.court_id, item.case_id, item.asset_id, ids["round_id"], "包装机械"))
        service.name_agency(w, programme.id, agency_id)
        starts = w.now + timedelta(days=2)
        slot = service.add_slot(w, programme.id, AddSlot(starts, starts + timedelta(hours=1), 8, "门岗", guide.id))
        booking = service.book(w, slot.id, Book("陈先生", "13800138000", 2))
        question = asking.ask(w, programme.id, "phone", "能否试机")
        w.flush()
        kept = {"item_id": item.id, "move_id": move.id, "break_id": broken.id, "look_id": look.id}
        return kept | {"programme_id": programme.id, "slot_id": slot.id, "booking_id": booking.id, "question_id": question.id}
