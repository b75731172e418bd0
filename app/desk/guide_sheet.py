"""The spreadsheet of the guide's case: one case, two units, one asset (invented industrial robots), one seizure, in the columns of forms.md §5."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from openpyxl import Workbook

from app.domains.assets.import_columns import ASSETS, CASES, PARTIES, SEIZURES, SHEETS

NUMBER = "（2026）粤0115执1866号"
COURT = "广州市南沙区人民法院"
ASSET = "六轴工业机器人及焊接工作站"
DEBTOR = "广州澄川智能装备有限公司"

ROWS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    CASES: (
        {
            "number": NUMBER,
            "court": COURT,
            "filed_on": "2026-03-26",
            "cause": "金融借款合同纠纷",
            "basis_number": "（2025）粤0115民初4377号",
            "basis_title": "民事判决书",
            "basis_court": COURT,
            "basis_effective_on": "2026-02-10",
            "claim": "1186000.00",
            "kind": "首次执行",
            "stage": "财产处置",
            "judge": "孔令舟",
            "clerk": "温若琳",
        },
    ),
    PARTIES: (
        {
            "number": NUMBER,
            "role": "申请执行人",
            "kind": "法人",
            "name": "广州穗禾农村商业银行股份有限公司南沙支行",
            "id_kind": "统一社会信用代码",
            "id_no": "91440115MAYYR3T85Q",
            "phone": "020-80000101",
            "address": "广州市南沙区",
            "e_service": "是",
            "legal_rep": "顾北辰",
        },
        {
            "number": NUMBER,
            "role": "被执行人",
            "kind": "法人",
            "name": DEBTOR,
            "id_kind": "统一社会信用代码",
            "id_no": "91440115MAYYJ7W42D",
            "phone": "020-80000601",
            "address": "广州市南沙区望江二街9号",
            "e_service": "否",
            "legal_rep": "裴听澜",
        },
    ),
    ASSETS: (
        {
            "number": NUMBER,
            "code": "A01",
            "kind": "设备",
            "subkind": "生产线",
            "title": ASSET,
            "place": "广州市南沙区望江二街9号二号车间",
            "owner": DEBTOR,
            "share": "单独所有",
            "quantity": "8台套",
            "occupancy": "被执行人经营",
            "burdens": "无",
        },
    ),
    SEIZURES: (
        {
            "number": NUMBER,
            "code": "A01",
            "kind": "扣押",
            "court_name": COURT,
            "case_number": NUMBER,
            "rank": "1",
            "starts_on": "2026-03-27",
            "expires_on": "2028-03-26",
            "registry_office": "存放地公示",
        },
    ),
}


def guide_workbook() -> bytes:
    """The workbook, ready for the import page; every cell is text, as the sheets ask for codes."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, columns in SHEETS.items():
        sheet = book.create_sheet(title)
        sheet.append([column.title for column in columns])
        for row in ROWS[title]:
            sheet.append([row.get(column.key, "") for column in columns])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
