"""Ways to a price in every state, for tests and for looking at pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from app.domains.assets.tables import Asset
from app.domains.valuations import appraisal, drawing, inquiry
from app.domains.valuations.appraisal import Commission
from app.domains.valuations.appraisal_rules import AppraisalReport
from app.domains.valuations.opening import Filed
from app.domains.valuations.order_rules import Course, Skipped
from app.domains.valuations.platforms import Report
from app.domains.valuations.queries import list_reports
from app.domains.valuations.tables import Appraisal, Valuation
from app.domains.valuations.types import Jump
from app.infra.house import House
from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.law.periods import add_months
from tests.factories.assets import make_flat, make_holder, make_seizure
from tests.factories.cases import make_case, make_party, seat_panel
from tests.factories.courts import Bench

SKIPPED = (Skipped("agreement", "被执行人经通知未到场议价", "refused"), Skipped("directed_inquiry", "没有计税基准价、政府定价或者指导价", "no_official_price"))
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
        return inquiry.start_inquiry(w, asset_id, stated_value=STATED, skipped=SKIPPED)


def report(house: House, valuation_id: str, values: Mapping[str, str], at: datetime | None = None) -> None:
    """Reports of some platforms as the line brings them."""
    told_at = at or at_shanghai(2026, 4, 2, 16, 20)
    with house.work() as w:
        for each in list_reports(w, [valuation_id]):
            if each.platform in values:
                number = f"{each.platform.upper()}-XJ-2026-04{each.platform[:1].encode().hex()}17"
                inquiry.take_report(w, each.id, Report(Money.yuan(values[each.platform]), number, told_at, date(2026, 9, 30)))


SIGNERS = ("陆其昌", "邵文清")
GIVEN = Commission(
    materials=(("不动产登记簿查询结果", 1), ("标的物情况调查表", 2)),
    receiver="陆其昌",
    received_on=date(2026, 4, 2),
    purpose="为司法处置确定参考价",
    features="单层钢结构厂房，2016年建成",
    visit_plan="2026年4月10日现场勘验，通知双方当事人到场",
    fee_rule="按评估机构公示的收费标准计算，由申请执行人预交，最终由被执行人负担。",
    no_conflict=True,
)
BOTH_WANT = Course(jump=Jump.BOTH_PARTIES, jump_note="2026-04-01 笔录，双方一致要求")


def start_appraisal(house: House, bench: Bench, asset_id: str) -> Valuation:
    """Both parties want it; three are drawn."""
    with house.work(bench["clerk"]) as w:
        found = appraisal.start_appraisal(w, asset_id, BOTH_WANT)
    with house.work(bench["clerk"]) as w:
        drawing.commit_seed(w, found.id, "被执行人下落不明，随机抽取")
    with house.work(bench["clerk"]) as w:
        drawing.draw_three(w, found.id)
    return found


def commission(house: House, bench: Bench, valuation_id: str, received_on: date = date(2026, 4, 2)) -> Appraisal:
    """Whose turn it is gets the material."""
    with house.work(bench["clerk"]) as w:
        return appraisal.commission(w, valuation_id, replace(GIVEN, received_on=received_on))


def appraised(value: str, issued_on: date, received_on: date | None = None, *, months: int = 12) -> AppraisalReport:
    """A report, signed by two."""
    until = add_months(issued_on, months)
    return AppraisalReport(Money.yuan(value), f"粤衡评字{issued_on:%m%d}号", issued_on, received_on or issued_on, until, SIGNERS)


def file_of(name: str = "报告.pdf") -> Filed:
    """A file that was kept."""
    return Filed("ab" * 32, name)
