"""A verifiable draw through the pages: published, frozen, drawn, drawn again; the exported file is recomputed by an outsider with the script in docs/ alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.domains.agencies.tables import Choice
from app.domains.assets.tables import Asset
from app.infra.unit_of_work import for_house
from tests.browser.people import Persons
from tests.browser.place import Place
from tests.house.source import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def recomputed(file: Path) -> tuple[int, str]:
    """What the script says of a file: (exit, words), in a Python that knows nothing of the house."""
    done = subprocess.run([sys.executable, "-I", ROOT / "docs" / "verify_draw.py", file], capture_output=True, text=True, cwd=file.parent, check=False)
    return done.returncode, done.stdout


def test_a_draw_held_on_the_pages_is_recomputed_from_its_export_and_an_altered_file_is_told(person: Persons, place: Place, tmp_path: Path) -> None:
    with place.house.reading() as r:
        asset = r.session.scalars(for_house(select(Asset).where(Asset.title == "包装机械及自动输送线一批"))).one()
    clerk = person("clerk")
    clerk.goto(f"/tasks/new?asset={asset.id}&kind=survey_equipment")
    clerk.get_by_role("navigation", name="选择方式").get_by_role("link", name="抽取").click()
    clerk.get_by_role("button", name="公布种子摘要").click()
    published = clerk.locator("#commitment").inner_text()
    clerk.get_by_role("button", name="冻结名单并抽取").click()
    clerk.get_by_text("重抽", exact=True).first.click()
    clerk.get_by_label("原因").fill("拒接：档期已满")
    clerk.get_by_role("button", name="重抽").click()
    expect(clerk.get_by_text("第 2 轮")).to_be_visible()
    with clerk.expect_download() as coming:
        clerk.get_by_role("link", name="导出").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["commitment"] == published
    names = {each["id"]: each["name"] for each in told["list"]["candidates"]}
    status, words = recomputed(file)
    assert (status, words.splitlines()[:2]) == (0, [f"第 {no} 轮：{names[each['chosen']]}" for no, each in enumerate(told["rounds"], 1)])
    with place.house.reading() as r:
        assert r.session.scalars(for_house(select(Choice.chosen_id).where(Choice.commitment == published))).one() == told["rounds"][-1]["chosen"]
    told["rounds"][0]["chosen"], told["rounds"][1]["chosen"] = told["rounds"][1]["chosen"], told["rounds"][0]["chosen"]
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    status, words = recomputed(file)
    assert (status, words.splitlines()[0][:8]) == (1, "不成立：第 1 ")
