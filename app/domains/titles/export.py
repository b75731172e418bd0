"""Routes as a workbook: a sheet that says what it is, and one line a route."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook

from app.domains.titles.queries import Listed
from app.kernel.actor import Actor
from app.law.title_routes import Route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = ("标的物", "案号", "路径", "买受人", "裁定送达", "已办", "全部", "退件", "逾期", "办结")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def workbook_of(rows: Sequence[Listed], actor: Actor, taken: str, narrowed: str) -> bytes:
    """An xlsx file; texts that a spreadsheet would take for a formula are quoted."""
    book = Workbook(write_only=True)
    about = book.create_sheet("说明")
    for line in (("裁定过户",), ("导出人", _plain(actor.name)), ("时间", taken), ("筛选", _plain(narrowed)), ("已办", "办结和无需办理的步骤数")):
        about.append(line)
    sheet = book.create_sheet("裁定过户")
    sheet.freeze_panes = "A2"
    sheet.append(HEAD)
    for row in rows:
        route = row.route
        texts = [_plain(each) for each in (route.title, row.case_number, Route(route.route).word, route.buyer_name)]
        sheet.append([*texts, route.served_on, row.done, row.all, row.refused, row.late, route.closed_on])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _plain(text: str) -> str:
    return "'" + text if text.startswith(_FORMULA) else text
