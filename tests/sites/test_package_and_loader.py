"""The listing package's content by site, the scan for plugins, and the commands."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from app.kernel.errors import NotFound
from app.sites.commands import sites
from app.sites.loader import PluginRefused, discover, installed
from app.sites.package import PackageIncomplete
from plugins.rmfysszc import prose
from tests.sites.plans import a_plan
from tests.sites.test_contract_suite import ROOT

GOOD = """
from plugins.gpai.adapter import Gpai
class Sixth(Gpai):
    code = "sixth"
PLUGIN = Sixth()
"""


def opened(code: str, **changes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(installed().get(code).package(a_plan(**changes))))


def fields_of(code: str, **changes) -> dict[str, str]:
    return json.loads(opened(code, **changes).read("terms.json"))["fields"]


def test_a_site_that_demands_category_place_and_contact_gets_them_or_says_what_is_missing() -> None:
    fields = fields_of("taobao", kind="house", kind_word="房屋", subkind="住宅")
    told = {name: fields[name] for name in ("category_id", "category", "location", "contact")}
    place, contact = "广州市南沙区横沥镇工业二路9号", "广州市南沙区人民法院 020-39050000"
    assert told == {"category_id": "50025969", "category": "房屋 住宅", "location": place, "contact": contact}
    assert fields_of("taobao", kind="house", subkind="车位")["category_id"] == "200798003"
    assert fields_of("taobao")["category_id"] == ""
    with pytest.raises(PackageIncomplete) as lack:
        opened("taobao", place=" ", contact="", kind_word="", subkind="")
    assert [each.partition("：")[0] for each in lack.value.missing] == ["类目", "标的物所在地", "联系方式"]
    assert opened("gpai", place="", contact="")


def test_taobao_texts_are_gbk_and_escaped() -> None:
    text = opened("taobao").read("竞买公告.html").decode("gbk")
    assert 'charset="gbk"' in text
    assert "&lt;详见须知&gt; &amp; 附件" in text


def test_each_site_gets_money_in_its_unit() -> None:
    assert fields_of("taobao")["start_price"] == "76000.00"
    assert fields_of("gpai")["priceAppraise"] == "10.8万元"
    assert fields_of("rmfysszc")["deposit"] == "0.76万元"
    assert fields_of("jd")["startTime"] == "1773799200000"


@pytest.mark.parametrize(
    ("code", "name", "word"), [("jd", "paimaiTimes", "4"), ("caa123", "times", "3"), ("rmfysszc", "stage", "变卖"), ("gpai", "bidMode", "法院自主变卖")]
)
def test_a_sale_after_two_failures_is_named_in_each_sites_words(code, name, word) -> None:
    assert fields_of(code, round=3)[name] == word


def test_rmfysszc_says_in_prose_what_its_parser_reads_back() -> None:
    plan = a_plan()
    text = opened("rmfysszc").read("拍卖公告.txt").decode()
    assert prose.increment(text) == plan.increment
    assert prose.end_at(text, plan.opens_at) == plan.ends_at
    assert prose.extension_minutes(text) == 5


def test_photos_of_one_name_do_not_overwrite_each_other_and_paths_are_dropped() -> None:
    names = opened("taobao", attachments=(("../../etc/passwd", b"x"), ("C:\\a\\清单.xlsx", b"y"))).namelist()
    assert [each for each in names if each.startswith("photos/")] == ["photos/01_外观.jpg", "photos/02_外观.jpg"]
    assert [each for each in names if each.startswith("attachments/")] == ["attachments/01_passwd", "attachments/02_清单.xlsx"]


def test_the_sheet_holds_every_term_as_text() -> None:
    sheet = load_workbook(io.BytesIO(opened("jd", title="=1+1").read("terms.xlsx"))).active
    rows = {row[0]: row[2] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["startPrice"] == "76000.00"
    assert rows["title"] == "【第一次拍卖】=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_a_folder_dropped_in_is_found_without_a_list(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "otherplugins" / "sixth"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / "adapter.py").write_text(GOOD)
    monkeypatch.syspath_prepend(tmp_path)
    assert discover("otherplugins").codes == ("sixth",)


@pytest.mark.parametrize(
    ("adapter", "words"),
    [
        (GOOD.replace('"sixth"', '"seventh"'), "目录名"),
        (GOOD + "Sixth.contract = 2", "合同版本"),
        ("PLUGIN = object()", "缺少 fetch"),
        ("x = 1", "PLUGIN"),
        ("import no_such_module_here", "无法导入"),
    ],
)
def test_a_plugin_that_does_not_keep_the_contract_is_named(tmp_path, monkeypatch, adapter, words) -> None:
    package = f"bad{abs(hash(words))}"
    folder = tmp_path / package / "sixth"
    folder.mkdir(parents=True)
    (folder.parent / "__init__.py").touch()
    (folder / "__init__.py").touch()
    (folder / "adapter.py").write_text(adapter)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(PluginRefused, match=words):
        discover(package)


def test_an_unknown_site_is_named_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="taobao"):
        installed().get("nowhere")


def test_the_five_sites_are_listed() -> None:
    done = CliRunner().invoke(sites, ["list", "--json"])
    rows = json.loads(done.stdout)
    assert {"taobao", "jd", "gpai", "caa123", "rmfysszc"} <= {each["code"] for each in rows}
    assert all(each["enabled"] is False and "package" in each["capabilities"] for each in rows)


def test_reading_files_names_the_one_that_is_not_understood_and_exits_1() -> None:
    folder = ROOT / "gpai" / "captures"
    done = CliRunner().invoke(sites, ["read", "gpai", str(folder / "01_list_2018.html"), str(folder / "07_unknown_id_home.html"), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 1
    assert told[0]["snapshots"][0]["appraisal_price"] == "109084000.00"
    assert told[1]["error"]["code"] == "changed"


def test_reading_for_people_says_state_and_doubts() -> None:
    done = CliRunner().invoke(sites, ["read", "taobao", str(ROOT / "taobao" / "captures" / "13_sold_lot.har")])
    assert done.exit_code == 0
    assert "竞买成功，待法院确认" in done.stdout


def test_an_unknown_site_on_the_command_line_is_bad_usage() -> None:
    done = CliRunner().invoke(sites, ["read", "nowhere", str(ROOT / "__init__.py")])
    assert done.exit_code == 2
    assert "没有站点" in done.output
