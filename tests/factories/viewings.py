"""A lot in announcement with its viewings, for tests: guided by 安衡, one slot of eight places the day after tomorrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from app.domains.rounds.tables import Round
from app.domains.viewings import service
from app.domains.viewings.service import AddSlot, Lot
from app.domains.viewings.tables import Programme, Slot
from app.infra.house import House
from app.kernel.clock import at_shanghai
from tests.factories.agencies import Outside, found_agencies
from tests.factories.courts import Bench, found_bench
from tests.factories.rounds import make_round

STARTS_AT = at_shanghai(2026, 4, 4, 9, 30)
VISITOR = service.Book("司先生", "13800138000", 2)


@dataclass(frozen=True)
class Show:
    """The lot and who has to do with it."""

    house: House
    bench: Bench
    outside: Outside
    round: Round
    programme: Programme
    slot: Slot

    @property
    def opened(self) -> str:
        """The clerk opens the public page; its code."""
        with self.house.work(self.bench["clerk"]) as w:
            return service.open_page(w, self.programme.id, True).code


def found_show(house: House, *, capacity: int = 8) -> Show:
    """Court, agencies, lot, programme and slot."""
    bench = found_bench(house)
    outside = found_agencies(house, bench)
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench)
        programme = service.plan_viewings(w, Lot(found.court_id, found.case_id, found.asset_id, found.id, found.title))
        service.name_agency(w, programme.id, outside.anheng_id)
        order = AddSlot(STARTS_AT, STARTS_AT + timedelta(hours=1), capacity, "南沙区万环东路5号门岗", outside["worker"].id)
        slot = service.add_slot(w, programme.id, order)
    return Show(house, bench, outside, found, programme, slot)
