"""Recordings on the day sheet: sent by a plain form with its limit said, listed and handed out at the desk without what the file tells of its maker."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.infra.house import House
from tests.evidence.samples import movie
from tests.factories.courts import Bench, found_bench
from tests.factories.vacating import make_ordered
from tests.services.test_vacating_service import begin
from tests.web.visiting import signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        found = make_ordered(w, bench).id
    begin(house, bench, found)
    return found


@pytest.fixture
def clerk(app: Flask, thread: str) -> FlaskClient:
    return signed_in(app, "clerk")


def test_a_recording_goes_up_with_its_limit_said_and_comes_down_silent(app: Flask, clerk: FlaskClient, thread: str) -> None:
    url = f"/m/vacating/{thread}/day/videos"
    assert "单个不超过 60 MB、不少于 20 秒" in clerk.get(f"/m/vacating/{thread}/day").text
    bare = clerk.post(url, data={"goods_id": ""})
    assert (bare.status_code, "选择录像" in bare.text) == (422, True)
    wrong = clerk.post(url, data={"video": (io.BytesIO(b"no film at all"), "a.mp4")}, content_type="multipart/form-data")
    assert (wrong.status_code, "文件内容与要求不符" in wrong.text) == (422, True)
    assert clerk.post(url, data={"video": (io.BytesIO(movie(45)), "a.mp4")}, content_type="multipart/form-data").status_code == 303
    page = clerk.get(f"/m/vacating/{thread}/day").text
    assert "全程 · 45 秒" in page
    day_id = clerk.get(f"/vacating/{thread}?tab=force").text.split("/vacating/days/")[1][:32]
    href = "/vacating/videos/" + clerk.get(f"/vacating/days/{day_id}/inventory").text.split('href="/vacating/videos/')[1][:32]
    got = clerk.get(href)
    assert (got.status_code, got.mimetype, b"real person" in got.data) == (200, "video/mp4", False)
    assert signed_in(app, "clerk_b").get(href).status_code == 404
