"""A sold, paid and ruled asset with its thread of vacating and handing over, for tests; rows of other nouns as they stand by then."""

from __future__ import annotations

import base64
import io
from datetime import timedelta

from PIL import Image, ImageDraw

from app.domains.assets.queries import house_asset
from app.domains.assets.service import AssetDetails
from app.domains.assets.tables import Asset
from app.domains.closings.service import expect
from app.domains.deadlines.service import Start, start
from app.domains.handovers.comparing import Row, published_of
from app.domains.handovers.queries import house_handover
from app.domains.handovers.service import OpenHandover, open_handover
from app.domains.handovers.tables import Handover
from app.domains.plans.tables import Plan
from app.domains.rounds.tables import Round
from app.domains.settlements.tables import Settlement
from app.infra.unit_of_work import Reading, Work
from app.kernel.money import ZERO, Money
from tests.factories.assets import MACHINES, make_asset
from tests.factories.cases import make_case
from tests.factories.courts import Bench

BUYER = "陈启航"
RECORD = {
    "place": "广州市南沙区万环东路5号一号厂房一层",
    "condition": "与公示状况相符，46台套逐件核对无误",
    "keys": "控制柜钥匙 | 6",
    "meters": "包装机械 | 46台套，封条完好",
    "arrears": "无",
    "buyer_opinion": "现场清点无异议，同意接收",
}


def make_handover(w: Work, bench: Bench, serial: int = 1422, *, needs_vacating: bool = True, details: AssetDetails = MACHINES) -> Handover:
    """包装机械一批 (or another thing), sold to 陈启航 and paid; the ruling was served today."""
    case = make_case(w, bench, serial, parties=False)
    asset = make_asset(w, case.id, details)
    asset.status = "transferred"
    settlement = _settlement(w, asset, bench["clerk"].id)
    for item in ("handed_over", "settled"):
        expect(w, case_id=case.id, court_id=bench.court_id, item=item, thing_id=asset.id, title=asset.title)
    order = OpenHandover(bench.court_id, case.id, asset.id, settlement.id, asset.title, asset.place, BUYER, needs_vacating)
    thread = open_handover(w, order)
    holder = Start(case.id, bench.court_id, "handover", thread.id, w.today, asset_id=asset.id, holder_id=bench["clerk"].id)
    thread.due_on = start(w, "hand_over", holder).due_on
    w.flush()
    return thread


def looked(w: Reading, thread_id: str) -> list[Row]:
    """Every published fact of the thing, found as it was published."""
    published = published_of(house_asset(w, house_handover(w, thread_id).asset_id))
    return [{"head": each.head, "published": each.words, "same": "yes", "found": "相符"} for each in published]


def _settlement(w: Work, asset: Asset, clerk_id: str) -> Settlement:
    place = {"court_id": asset.court_id, "case_id": asset.case_id, "asset_id": asset.id, "title": asset.title}
    price = Money.yuan("595000.00")
    plan = Plan(**place, round_no=1, terms={}, drafted_by=clerk_id, saved_at=w.now)
    w.session.add(plan)
    w.flush()
    held = Round(
        **place, plan_id=plan.id, plan_digest="0" * 64, case_no="（2026）粤0115执1422号", site="taobao", round_no=1, start_price=Money.yuan("76000"),
        deposit=ZERO, increment=Money.yuan("500"), reference_price=Money.yuan("76000"), opens_at=w.now - timedelta(days=20),
        scheduled_end_at=w.now - timedelta(days=19), ends_at=w.now - timedelta(days=19), balance_days=10, status="sold", final_price=price, winner_code="J4471",
    )  # fmt: skip
    w.session.add(held)
    w.flush()
    settlement = Settlement(
        **place, round_id=held.id, winner_code="J4471", price=price, deposit=ZERO, balance=price, paid=price, due_on=w.today, status="ruling_served",
        buyer_name=BUYER, paid_on=w.today, ruling_served_on=w.today, sold_at=w.now - timedelta(days=19),
    )  # fmt: skip
    w.session.add(settlement)
    w.flush()
    return settlement


def drawn(*, strokes: int = 5, size: tuple[int, int] = (960, 360)) -> str:
    """A signature as the pad sends it; no strokes: an empty pad."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for stroke in range(strokes):
        pen.line([(100 + stroke * 120, 60), (160 + stroke * 120, 280), (200 + stroke * 120, 90)], fill="#10161f", width=5)
    out = io.BytesIO()
    image.save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
