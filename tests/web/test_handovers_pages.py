"""Pages of handing over: the thread at the desk, the record and the signatures on the spot."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from app.domains.handovers import service
from app.domains.handovers.queries import house_handover, list_signatures
from app.infra.house import House
from app.infra.signing import check_code
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import BUYER, RECORD, drawn, make_handover
from tests.web.visiting import counted, signed_in


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def thread(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return make_handover(w, bench).id


@pytest.fixture
def clerk(app: Flask, thread: str) -> FlaskClient:
    return signed_in(app, "clerk")


def vacated(client: FlaskClient, thread: str) -> None:
    assert client.post(f"/handovers/{thread}/vacated", data={"on": "2026-04-02"}).status_code == 303


def digest_of(house: House, thread: str) -> str:
    with house.reading() as r:
        return house_handover(r, thread).record_digest or ""


def signature(digest: str, capacity: str, **changes: str) -> dict[str, str]:
    return {"capacity": capacity, "seen_digest": digest, "signer": BUYER, "signature": drawn()} | changes


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "#808080").save(out, "JPEG")
    return out.getvalue()


def test_the_list_says_who_is_next_and_until_when(clerk: FlaskClient) -> None:
    page = clerk.get("/handovers").text
    assert all(words in page for words in ("包装机械及自动输送线一批", BUYER, "提请院长签发公告", "2026-04-17", "待启动"))


def test_the_thread_walks_from_the_order_to_the_empty_place(app: Flask, house: House, bench: Bench, thread: str, clerk: FlaskClient) -> None:
    assert "须由院长签发公告" in clerk.get(f"/handovers/{thread}").text
    assert clerk.post(f"/handovers/{thread}/notice", data={"leave_by_on": "2026-07-01"}).status_code == 422
    assert clerk.post(f"/handovers/{thread}/notice", data={"leave_by_on": "2026-04-12"}).status_code == 303
    assert "等院长签发公告" in clerk.get(f"/handovers/{thread}").text
    early = clerk.post(f"/handovers/{thread}/posted", data={"posted_on": "2026-04-02", "posted_by": "雷振屿", "where": "门前"})
    assert (early.status_code, "须由院长签发公告" in early.text) == (409, True)
    with house.work(bench["president"]) as w:
        service.sign_notice(w, thread, service.notice_digest(house_handover(w, thread)))
    posted = {"posted_on": "2026-04-02", "posted_by": "雷振屿、温若琳", "where": "门前"}
    bare = clerk.post(f"/handovers/{thread}/posted", data=posted)
    assert (bare.status_code, "张贴照片至少一张" in bare.text, 'value="雷振屿、温若琳"' in bare.text) == (422, True, True)
    assert clerk.post(f"/handovers/{thread}/posted", data=posted | {"photos": (io.BytesIO(photo()), "a.jpg")}).status_code == 303
    assert "2026-04-12" in clerk.get(f"/handovers/{thread}").text
    vacated(clerk, thread)
    assert "填写笔录并签名" in clerk.get(f"/handovers/{thread}").text


def test_a_visit_keeps_photos_as_evidence_and_shows_copies(app: Flask, house: House, thread: str, clerk: FlaskClient) -> None:
    visit = {"kind": "visit", "present": "雷振屿、见证人", "body": "现场告知期限"}
    sent = clerk.post(f"/handovers/{thread}/steps", data={**visit, "photos": [(io.BytesIO(photo()), "a.jpg")]})
    assert sent.status_code == 303
    page = clerk.get(f"/handovers/{thread}").text
    address = page.split('<img src="')[1].split('"')[0]
    shown = clerk.get(address)
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert signed_in(app, "clerk_b").get(address).status_code == 404
    assert clerk.get(f"/handovers/{thread}/photos/{'0' * 64}").status_code == 404


def test_a_file_that_is_no_photo_is_told_and_nothing_typed_is_lost(thread: str, clerk: FlaskClient) -> None:
    visit = {"kind": "visit", "present": "雷振屿", "body": "门口张贴，留有影像"}
    refused = clerk.post(f"/handovers/{thread}/steps", data={**visit, "photos": [(io.BytesIO(b"<html>"), "a.jpg")]})
    assert (refused.status_code, "a.jpg" in refused.text, "门口张贴，留有影像" in refused.text) == (422, True, True)


def test_the_buyer_reads_signs_and_takes_over(app: Flask, house: House, thread: str, clerk: FlaskClient) -> None:
    vacated(clerk, thread)
    lost = clerk.post(f"/handovers/{thread}/hand-over", data=RECORD | {"keys": ""})
    assert (lost.status_code, RECORD["condition"] in lost.text) == (422, True)
    assert clerk.post(f"/handovers/{thread}/hand-over", data=RECORD).status_code == 303
    digest, page = digest_of(house, thread), clerk.get(f"/handovers/{thread}/sign").text
    assert all(words in page for words in (RECORD["condition"], "以上内容经买受人当场核对", digest, check_code(digest)))
    assert clerk.post(f"/handovers/{thread}/finish").status_code == 422
    blank = clerk.post(f"/handovers/{thread}/sign", data=signature(digest, "buyer", signature=drawn(strokes=0)))
    assert (blank.status_code, "请重签" in blank.text) == (422, True)
    assert clerk.post(f"/handovers/{thread}/sign", data=signature(digest, "buyer")).status_code == 303
    typed = {"signature": "", "signature_typed": "温若琳", "signature_code": check_code(digest)}
    assert clerk.post(f"/handovers/{thread}/sign", data=signature(digest, "officer", **typed)).status_code == 303
    done = clerk.post(f"/handovers/{thread}/finish")
    assert done.location.endswith("/record")
    record = clerk.get(done.location).text
    assert all(words in record for words in (RECORD["buyer_opinion"], BUYER, "温若琳", digest, "键入签名"))
    assert clerk.get(record.split('<img class="pf-pad__canvas" src="')[1].split('"')[0]).mimetype == "image/png"
    with house.reading() as r:
        assert [each.way for each in list_signatures(r, thread)] == ["drawn", "typed"]


def test_text_changed_behind_the_signer_is_told(house: House, thread: str, clerk: FlaskClient) -> None:
    vacated(clerk, thread)
    clerk.post(f"/handovers/{thread}/hand-over", data=RECORD)
    old = digest_of(house, thread)
    clerk.post(f"/handovers/{thread}/hand-over", data=RECORD | {"arrears": "物业费 300 元"})
    refused = clerk.post(f"/handovers/{thread}/sign", data=signature(old, "buyer"))
    assert (refused.status_code, "内容在你打开之后变了" in refused.text) == (409, True)


def test_a_refusal_is_recorded_by_page(thread: str, clerk: FlaskClient) -> None:
    vacated(clerk, thread)
    assert clerk.post(f"/handovers/{thread}/refusal", data={"reason": "漏水", "ground": "condition"}).status_code == 303
    assert "买受人拒绝接收：漏水" in clerk.get(f"/handovers/{thread}").text


PLACES = ("", "/hand-over", "/sign", "/record")
ACTS = ("notice", "posted", "vacated", "steps", "refusal", "hand-over", "sign", "finish")


def test_another_court_gets_404_everywhere(app: Flask, thread: str) -> None:
    other = signed_in(app, "clerk_b")
    assert {other.get(f"/handovers/{thread}{place}").status_code for place in PLACES} == {404}
    assert {other.post(f"/handovers/{thread}/{act}").status_code for act in ACTS} == {404}
    assert "包装机械" not in other.get("/handovers").text


def test_who_may_only_look_does_nothing(app: Flask, thread: str) -> None:
    president = signed_in(app, "president")
    assert president.get(f"/handovers/{thread}").status_code == 200
    assert {president.post(f"/handovers/{thread}/{act}").status_code for act in ACTS} == {403}
    assert signed_in(app, "panel1").get("/handovers").status_code == 403


def test_queries_do_not_grow(app: Flask, house: House, bench: Bench, thread: str, clerk: FlaskClient) -> None:
    def asked() -> list[int]:
        sizes = []
        for address in ("/handovers", f"/handovers/{thread}"):
            with counted(house) as statements:
                clerk.get(address)
            sizes.append(len(statements))
        return sizes

    few = asked()
    with house.work(bench["clerk"]) as w:
        for serial in range(1500, 1508):
            make_handover(w, bench, serial)
            service.record_step(w, thread, kind="visit", present="雷振屿", body="再次走访")
    assert asked() == few
    assert max(few) <= 14
