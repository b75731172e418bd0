"""A verifiable draw through the pages: published, frozen, drawn, drawn again; the exported file is recomputed by an outsider with the script in docs/ alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from app.kernel.clock import ManualClock
from app.web import assets
from tests.factories.courts import PASSWORD
from tests.factories.tasks import found_field
from tests.house.source import ROOT
from tests.web.serving import served

pytestmark = pytest.mark.browser


def recomputed(file: Path) -> tuple[int, list[str]]:
    """What the script says of a file: (exit, lines), in a Python that knows nothing of the house."""
    done = subprocess.run([sys.executable, "-I", ROOT / "docs" / "verify_draw.py", file], capture_output=True, text=True, cwd=file.parent, check=False)
    return done.returncode, done.stdout.splitlines()


def test_a_draw_held_on_the_pages_is_recomputed_from_its_export_and_an_altered_file_is_told(
    app: Flask, clock: ManualClock, chromium: Browser, tmp_path: Path
) -> None:
    field, file = found_field(app.extensions["house"], clock), tmp_path / "draw.json"
    assets.build()
    with served(app) as server, chromium.new_context(base_url=server.root, accept_downloads=True) as context:
        context.request.post("/login", form={"username": "clerk", "password": PASSWORD}, max_redirects=0)
        clerk = context.new_page()
        clerk.goto(f"/tasks/new?asset={field.asset.id}&kind=survey_equipment")
        clerk.get_by_role("navigation", name="选择方式").get_by_role("link", name="随机抽取").click()
        clerk.get_by_role("button", name="公布种子摘要").click()
        published = clerk.locator("#commitment").inner_text()
        clerk.get_by_role("button", name="冻结名单并抽取").click()
        clerk.locator("summary", has_text="重抽").click()
        clerk.get_by_label("原因").fill("拒接：档期已满")
        clerk.get_by_role("button", name="重抽").click()
        expect(clerk.get_by_text("第 2 轮")).to_be_visible()
        with clerk.expect_download() as coming:
            clerk.get_by_role("link", name="导出").click()
        coming.value.save_as(file)
    told = json.loads(file.read_text(encoding="utf-8"))
    names = {each["id"]: each["name"] for each in told["list"]["candidates"]}
    status, lines = recomputed(file)
    assert (told["commitment"], status) == (published, 0)
    assert lines[:2] == [f"第 {no} 轮：{names[each['chosen']]}" for no, each in enumerate(told["rounds"], 1)]
    told["rounds"][0]["chosen"], told["rounds"][1]["chosen"] = told["rounds"][1]["chosen"], told["rounds"][0]["chosen"]
    file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    status, lines = recomputed(file)
    assert (status, lines[0].startswith("不成立：第 1 轮")) == (1, True)
