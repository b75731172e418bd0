"""The clerk's spreadsheet of one new case with a lot of machines: once with a bad cell, once right. All of it is invented (forms.md §7)."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from openpyxl import Workbook

from app.demonstration.lots import CASES
from app.domains.assets.import_columns import ASSETS, PARTIES, SEIZURES, SHEETS
from app.domains.assets.import_columns import CASES as CASE_SHEET

NUMBER = "（2026）粤0115执1701号"
TITLE = "枕式包装机及输送线一批"
DEBTOR = CASES["1422"].parties[1]
BAD_CELL = "91440115MAYYQ4X10K"


def workbook(today: date, *, bad: bool) -> bytes:
    """The four sheets as an xlsx; `bad` spoils the debtor's credit code."""
    applicant = CASES["1422"].parties[0]
    seized = today - timedelta(days=10)
    rows: dict[str, list[dict[str, str]]] = {
        CASE_SHEET: [{"filed_on": f"{today - timedelta(days=20)}", "cause": "买卖合同纠纷", "claim": "386000.00"}],
        PARTIES: [
            _party("申请执行人", applicant.name, applicant.id_no, applicant.legal_rep),
            _party("被执行人", DEBTOR.name, BAD_CELL if bad else DEBTOR.id_no, DEBTOR.legal_rep),
        ],
        ASSETS: [
            {
                "kind": "设备",
                "subkind": "包装机械",
                "title": TITLE,
                "place": "广州市南沙区万环东路5号一号厂房",
                "cert_no": "",
                "owner": DEBTOR.name,
                "share": "单独所有",
                "area": "",
                "quantity": "46台套",
                "occupancy": "被执行人经营",
                "burdens": "无",
            }
        ],
        SEIZURES: [
            {
                "kind": "扣押",
                "case_number": NUMBER,
                "starts_on": f"{seized}",
                "expires_on": f"{seized.replace(year=seized.year + 2) - timedelta(days=1)}",
                "registry_office": "",
            }
        ],
    }
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, columns in SHEETS.items():
        sheet = book.create_sheet(title)
        sheet.append([column.title for column in columns])
        for row in rows[title]:
            values = {column.key: column.sample for column in columns} | {"number": NUMBER} | row
            sheet.append([values[column.key] or None for column in columns])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _party(role: str, name: str, code: str, legal_rep: str) -> dict[str, str]:
    return {
        "role": role,
        "kind": "法人",
        "name": name,
        "id_kind": "统一社会信用代码",
        "id_no": code,
        "sex": "",
        "born_on": "",
        "phone": "020-80000201",
        "address": "广州市南沙区万环东路5号",
        "legal_rep": legal_rep,
    }
