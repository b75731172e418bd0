"""Import sheets: every bad cell is named by sheet, row, column, value and reason; nothing is half imported."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import func, select

from app.domains.assets import import_service
from app.domains.assets.commands import group
from app.domains.assets.import_columns import ASSETS, CASES, PARTIES, SEIZURES, SHEETS
from app.domains.assets.importing import Plan
from app.domains.assets.queries import get_asset_whole, list_assets_of_case
from app.domains.assets.sheets import template_of
from app.domains.cases.queries import find_case_by_number
from app.domains.cases.tables import Case
from app.factory import create_app
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotFound
from config.settings import Settings
from tests.factories.courts import Bench, found_bench

NUMBER = "（2026）粤0115执1207号"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def workbook(changes: dict[tuple[str, str], Any] | None = None, *, more: dict[str, list[dict[str, Any]]] | None = None) -> bytes:
    """The template's sample lines, some cells changed, some lines added."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, columns in SHEETS.items():
        sheet = book.create_sheet(title)
        sheet.append([column.title for column in columns])
        sample = {column.key: column.sample for column in columns}
        lines = [sample | {key: value for (where, key), value in (changes or {}).items() if where == title}]
        lines += [sample | extra for extra in (more or {}).get(title, [])]
        for line in lines:
            sheet.append([line[column.key] or None for column in columns])
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def looked(house: House, bench: Bench, content: bytes, name: str = "cases.xlsx") -> Plan:
    with house.reading(bench["clerk"]) as r:
        return import_service.look(r, content, name)


def count_cases(house: House) -> int:
    with house.reading() as r:
        return r.session.scalar(for_house(select(func.count()).select_from(Case))) or 0


def test_the_template_itself_can_be_imported(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        done = import_service.import_plan(w, import_service.look(w, template_of(SHEETS), "template.xlsx"))
    assert (done.cases, done.parties, done.assets, done.seizures, done.left_out) == (1, 1, 1, 1, 0)
    with house.reading(bench["clerk"]) as r:
        case = find_case_by_number(r, NUMBER)
        assert case is not None
        asset = get_asset_whole(r, list_assets_of_case(r, case.id)[0].id)
        assert (asset.holders[0].name, asset.holders[0].share, str(asset.encumbrances[0].amount)) == ("林绍恒", "共同共有", "2866300.00")
        assert asset.seizures[0].expires_on.isoformat() == "2028-07-01"


@pytest.mark.parametrize(
    ("sheet", "key", "value", "letter", "reason"),
    [
        (CASES, "number", "2026粤0115执288", "A", "写成（2026）粤0115执288号"),
        (CASES, "number", "（2026）粤0113执1207号", "A", "粤0113"),
        (CASES, "court", "广州市番禺区人民法院", "B", "不在你的范围内"),
        (CASES, "filed_on", "2026年1月", "C", "不是日期"),
        (CASES, "claim", "1.2万", "I", "改为 12000.00"),
        (CASES, "kind", "一次执行", "J", "首次执行、恢复执行"),
        (CASES, "judge", "温若琳", "L", "在职法官"),
        (CASES, "cause", "", "D", "必填"),
        (CASES, "remark", "440100197903140119", "N", "不能写身份证号"),
        (PARTIES, "id_no", 440100197903140119, "F", "15 位有效数字"),
        (PARTIES, "id_no", "440100197903140118", "F", "第 18 位应为 9"),
        (PARTIES, "born_on", "1979-03-15", "H", "1979-03-14"),
        (PARTIES, "number", "（2026）粤0115执9999号", "A", "不在“案件”表"),
        (ASSETS, "occupancy", "占有不明", "M", "空置"),
        (ASSETS, "subkind", "小型轿车", "D", "不属于房屋"),
        (ASSETS, "cert_no", "", "G", "权属证书号"),
        (ASSETS, "burdens", "抵押", "N", "种类:权利人:金额"),
        (SEIZURES, "expires_on", "2028-07-03", "I", "2028-07-02"),
        (SEIZURES, "rank", "2", "G", "轮候"),
        (SEIZURES, "code", "A09", "B", "标的物"),
    ],
)
def test_a_bad_cell_is_named(house: House, bench: Bench, sheet: str, key: str, value: Any, letter: str, reason: str) -> None:
    fault = next(each for each in looked(house, bench, workbook({(sheet, key): value})).faults if each.sheet == sheet)
    assert (fault.row, fault.letter) == (2, letter)
    assert reason in fault.reason


def test_nothing_is_imported_while_a_cell_is_wrong(house: House, bench: Bench) -> None:
    content = workbook({(PARTIES, "id_no"): "440100197903140118"})
    with house.work(bench["clerk"]) as w, pytest.raises(Invalid, match="可导入 3 行，1 处有错"):
        import_service.import_plan(w, import_service.look(w, content, "x.xlsx"))
    assert count_cases(house) == 0


def test_only_good_lines_when_asked_and_children_of_a_bad_case_stay_out(house: House, bench: Bench) -> None:
    content = workbook(more={CASES: [{"number": "（2026）粤0115执1318号", "claim": "x"}], PARTIES: [{"number": "（2026）粤0115执1318号"}]})
    plan = looked(house, bench, content)
    assert [(fault.sheet, fault.row) for fault in plan.faults] == [(CASES, 3), (PARTIES, 3)]
    assert "该案在“案件”表中有错" in plan.faults[1].reason
    with house.work(bench["clerk"]) as w:
        done = import_service.import_plan(w, plan, partial=True)
    assert (done.cases, done.left_out) == (1, 2)


def test_duplicates_in_the_file_and_in_the_house_are_named(house: House, bench: Bench) -> None:
    double = workbook(more={CASES: [{}], PARTIES: [{}], ASSETS: [{}], SEIZURES: [{}]})
    assert [fault.reason for fault in looked(house, bench, double).faults] == ["与本表第 2 行重复"] * 4
    with house.work(bench["clerk"]) as w:
        import_service.import_plan(w, import_service.look(w, workbook(), "x.xlsx"))
    assert [fault.reason for fault in looked(house, bench, workbook()).faults] == ["已经登记，不能重复导入"] * 4


def test_another_courts_number_is_taken_but_tells_no_more(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        import_service.import_plan(w, import_service.look(w, workbook(), "x.xlsx"))
    with house.reading(bench["clerk_b"]) as r:
        plan = import_service.look(r, workbook(), "x.xlsx")
    assert plan.good == 0


def test_unknown_headers_and_sheets_are_refused(house: House, bench: Bench) -> None:
    book = load_workbook(BytesIO(workbook()))
    book[CASES].cell(1, 15, "经办人")
    book[CASES].cell(2, 15, "谁")
    book.create_sheet("说明")
    kept = BytesIO()
    book.save(kept)
    faults = [str(fault) for fault in looked(house, bench, kept.getvalue()).faults]
    assert faults[0] == "“案件”第 1 行 O 列“经办人”：不认识的表头"
    assert "不认识的工作表" in faults[1]


def test_what_is_no_table_is_told(house: House, bench: Bench) -> None:
    for content, name in ((b"hello", "x.xlsx"), (b"\xff\xfe\x00", "x.csv"), (b"a,b\n1,2\n", "x.csv")):
        with pytest.raises(Invalid):
            looked(house, bench, content, name)


def test_a_csv_of_one_sheet_is_accepted(house: House, bench: Bench) -> None:
    columns = SHEETS[CASES]
    text = ",".join(c.title for c in columns) + "\n" + ",".join(c.sample for c in columns) + "\n"
    assert len(looked(house, bench, text.encode("utf-8-sig"), "cases.csv").cases) == 1


def test_a_kept_file_is_its_uploaders_alone(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        draft_id = import_service.keep_draft(w, workbook(), "x.xlsx").id
    with house.reading(bench["judge"]) as r, pytest.raises(NotFound):
        import_service.get_draft(r, draft_id)
    with house.work(bench["clerk"]) as w:
        assert import_service.import_draft(w, draft_id, partial=False).cases == 1
        with pytest.raises(NotFound):
            import_service.get_draft(w, draft_id)


def test_the_command_names_faults_and_exits_with_one(settings: Settings, clock: ManualClock, tmp_path: Path) -> None:
    app = create_app(settings, clock, wall=clock, overrides={"TESTING": True})
    house: House = app.extensions["house"]
    found_bench(house)
    bad, good = tmp_path / "bad.xlsx", tmp_path / "good.xlsx"
    bad.write_bytes(workbook({(CASES, "claim"): "1.2万"}))
    good.write_bytes(workbook())
    runner = app.test_cli_runner()
    told = runner.invoke(group, ["import", str(bad), "--json"])
    assert told.exit_code == 1
    assert json.loads(told.stdout)["faults"][0]["letter"] == "I"
    assert runner.invoke(group, ["import", str(good), "--dry-run"]).exit_code == 0
    assert count_cases(house) == 0
    assert json.loads(runner.invoke(group, ["import", str(good), "--json"]).stdout)["imported"]["cases"] == 1
    assert runner.invoke(group, ["import", str(good), "--as", "nobody"]).exit_code == 1
    house.database.close()
