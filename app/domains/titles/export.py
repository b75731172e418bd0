"""Routes as a workbook: one line a route, without identity numbers."""

from __future__ import annotations

from collections.abc import Sequence

from app.domains.titles.queries import Listed
from app.infra.workbooks import workbook_of
from app.law.title_routes import Route

HEAD = ("标的物", "案号", "路径", "买受人", "裁定送达", "已办", "全部", "退件", "逾期", "办结")


def routes_workbook(rows: Sequence[Listed]) -> bytes:
    """An xlsx file: one head, one line a route; 已办 counts steps done and not needed."""
    return workbook_of("裁定过户", HEAD, map(_cells, rows))


def _cells(row: Listed) -> tuple[str | int, ...]:
    route = row.route
    closed = route.closed_on.isoformat() if route.closed_on else ""
    texts = (route.title, row.case_number, Route(route.route).word, route.buyer_name, route.served_on.isoformat())
    return (*texts, row.done, row.all, row.refused, row.late, closed)
