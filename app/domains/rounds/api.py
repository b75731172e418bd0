"""Lots over the API: GET /api/v1/lots, a round on a site as it was last read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from app.domains.cases.queries import in_scope
from app.domains.rounds import line_api
from app.domains.rounds.permissions import SEE_ROUNDS
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.tables import Round
from app.web.access import permits, reading
from app.web.operations import COUNT, ID, INSTANT, MONEY, TEXT, Operation, Parameter, described, listed, or_null, thing
from app.web.paging import PAGED, instant, money, one_of, page_of, rows_of_page, wanted_page

pages = Blueprint("rounds_api", __name__, url_prefix="/api/v1")
more_pages = (line_api.pages,)
STATUSES = [str(each) for each in RoundStatus]
STATUS = Parameter("status", "只列这一状态", {"type": "string", "enum": STATUSES})
LOT = thing(
    id=ID,
    case_id=ID,
    asset_id=ID,
    title=TEXT,
    site=TEXT,
    lot_id=or_null(TEXT),
    round_no=COUNT,
    status={"type": "string", "enum": STATUSES},
    start_price=MONEY,
    deposit=MONEY,
    increment=MONEY,
    opens_at=INSTANT,
    ends_at=INSTANT,
    current_price=or_null(MONEY),
    bid_count=COUNT,
    extensions=COUNT,
    final_price=or_null(MONEY),
    read_at=or_null(INSTANT),
)


@pages.get("/lots")
@described(Operation("拍品", "各场次的条件、当前价和结果，以最近一次读取平台为准；新建的在前。不含竞买人信息。", "办案", (STATUS, *PAGED), answers=listed(LOT)))
@permits(SEE_ROUNDS)
def list_lots() -> ResponseReturnValue:
    """A page of the actor's lots."""
    status = one_of(STATUS)
    with reading() as r:
        chosen = in_scope(select(Round), Round, r.actor)
        rows, following = rows_of_page(r, chosen.where(Round.status == status) if status else chosen, Round, wanted_page())
        return page_of(rows, following, shown)


def shown(lot: Round) -> dict[str, Any]:
    """A lot as the API tells it."""
    plain = {name: getattr(lot, name) for name in ("id", "case_id", "asset_id", "title", "site", "lot_id", "round_no", "status", "bid_count", "extensions")}
    prices = {name: money(getattr(lot, name)) for name in ("start_price", "deposit", "increment", "current_price", "final_price")}
    return {**plain, **prices, **{name: instant(getattr(lot, name)) for name in ("opens_at", "ends_at", "read_at")}}
