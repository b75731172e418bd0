"""Ways to a price in every state, for tests and for looking at pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from app.domains.assets.tables import Asset
from app.domains.valuations import service
from app.domains.valuations.platforms import Report
from app.domains.valuations.queries import list_reports
from app.domains.valuations.service import Skipped
from app.domains.valuations.tables import Valuation
from app.infra.house import House
from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from tests.factories.assets import make_flat, make_holder, make_seizure
from tests.factories.cases import make_case, make_party, seat_panel
from tests.factories.courts import Bench

SKIPPED = (Skipped("agreement", "被执行人经通知未到场议价"), Skipped("directed_inquiry", "没有计税基准价、政府定价或者指导价"))
STATED = Money.yuan("1350000.00")
VALUES = {"taobao": "1180000.00", "jd": "1220000.00", "icbc": "1200000.00"}


def make_unpriced_flat(house: House, bench: Bench, serial: int = 1430) -> Asset:
    """A seized flat that waits for its price."""
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench, serial)
        make_party(w, case.id)
        seat_panel(w, bench, case.id)
        flat = make_flat(w, case.id)
        make_holder(w, flat, "林绍恒")
        make_seizure(w, flat)
        return flat


def start_inquiry(house: House, bench: Bench, asset_id: str) -> Valuation:
    """Orders to all platforms."""
    with house.work(bench["clerk"]) as w:
        return service.start_inquiry(w, asset_id, stated_value=STATED, skipped=SKIPPED)


def report(house: House, valuation_id: str, values: Mapping[str, str], at: datetime | None = None) -> None:
    """Reports of some platforms as the line brings them."""
    told_at = at or at_shanghai(2026, 4, 2, 16, 20)
    with house.work() as w:
        for each in list_reports(w, [valuation_id]):
            if each.platform in values:
                number = f"{each.platform.upper()}-XJ-2026-04{each.platform[:1].encode().hex()}17"
                service.take_report(w, each.id, Report(Money.yuan(values[each.platform]), number, told_at, date(2026, 9, 30)))
