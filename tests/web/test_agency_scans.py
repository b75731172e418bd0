"""Scans of qualification papers: told by content, original for the court, copy without metadata for the agency, every download in the trail, nobody else's."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from app.domains.agencies import papers
from app.domains.agencies.paper_scans import open_scan, put_scan, scan_paper
from app.domains.agencies.papers import EnterPaper
from app.domains.audit.tables import TrailRow
from app.infra.clamd import Clamd
from app.infra.evidence import EvidenceStore, Quarantined
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.kernel.errors import NotNow
from app.kernel.ids import digest_of
from tests.evidence.samples import pdf, portrait, told_pdf, word
from tests.evidence.scanner import EICAR, FOUND, small_clamd
from tests.factories.tasks import TaskField, found_field
from tests.web.visiting import signed_in

ENTERED = {"title": "评估资质", "number": "粤评0012", "valid_until": "2027-04-20", "margin": "30", "person_id": ""}


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def trail(house: House, act: str) -> list[str]:
    with house.reading() as r:
        return list(r.session.scalars(select(TrailRow.summary).where(TrailRow.act == act).order_by(TrailRow.id)))


def test_a_scan_is_entered_with_its_paper_and_goes_out_by_right(app: Flask, house: House, field: TaskField) -> None:
    page = f"/agencies/{field.outside.anheng_id}/papers"
    agency, clerk = signed_in(app, "agency"), signed_in(app, "clerk")
    assert agency.post(page, data={**ENTERED, "scan": (io.BytesIO(told_pdf()), "资质.pdf")}).status_code == 303
    address = re.search(rf'href="({page}/\w+/scan)"', agency.get(page).text)[1]
    assert "下载副本" in agency.get(page).text
    shown = clerk.get(page)
    assert (shown.status_code, "下载原件" in shown.text) == (200, True)
    copy, original = agency.get(address), clerk.get(address)
    assert (b"real person A" in copy.data, len(PdfReader(io.BytesIO(copy.data)).pages)) == (False, 1)
    assert (original.data, original.headers["Content-Disposition"].startswith("attachment")) == (told_pdf(), True)
    assert (int(copy.headers["Content-Length"]), int(original.headers["Content-Length"])) == (len(copy.data), len(told_pdf()))
    assert trail(house, "agency.scan_downloaded") == ["下载资质文件扫描件副本：评估资质", "下载资质文件扫描件原件：评估资质"]
    assert [signed_in(app, login).get(address).status_code for login in ("agency2", "worker")] == [404, 403]


def test_a_scan_is_sent_later_and_replaced_until_the_paper_is_confirmed(app: Flask, house: House, field: TaskField) -> None:
    page = f"/agencies/{field.outside.anheng_id}/papers"
    agency, director = signed_in(app, "agency"), signed_in(app, "director")
    agency.post(page, data=ENTERED)
    assert "未上传" in agency.get(page).text
    address = re.search(rf'action="({page}/\w+/scan)"', agency.get(page).text)[1]
    for content, name, words in ((word(), "a.docx", "只收 PDF"), (pdf(b"/JavaScript"), "a.pdf", "脚本"), (pdf(), "a.pdf", "损坏"), (b"", "", "选择扫描件")):
        refused = agency.post(address, data={"scan": (io.BytesIO(content), name)})
        assert (refused.status_code, words in refused.text) == (422, True), words
    assert agency.get(address).status_code == 404
    for content, name in ((portrait(), "a.jpg"), (told_pdf(), "a.pdf")):
        assert agency.post(address, data={"scan": (io.BytesIO(content), name)}).status_code == 303
    assert director.post(address.replace("/scan", "/confirm")).status_code == 303
    assert agency.post(address, data={"scan": (io.BytesIO(portrait()), "a.jpg")}).status_code == 409
    assert "换扫描件" not in agency.get(page).text
    assert signed_in(app, "agency2").post(address, data={"scan": (io.BytesIO(portrait()), "a.jpg")}).status_code == 404
    assert director.get(address).data == told_pdf()


def test_an_infected_scan_waits_and_is_handed_out_to_nobody(house: House, field: TaskField) -> None:
    with small_clamd() as clamd:
        guarded = replace(house, scanner=Clamd(clamd.url), evidence=EvidenceStore(house.evidence.storage, scanning=True))
        anheng, content = field.outside.anheng_id, portrait() + EICAR
        with guarded.work(field.outside["agency"]) as w:
            paper = papers.enter_paper(w, anheng, EnterPaper("评估资质", w.today))
            put_scan(w, guarded.evidence, anheng, paper.id, "a.jpg", content)
        with guarded.work(field.bench["clerk"]) as w, pytest.raises(NotNow, match="正在检查"):
            open_scan(w, guarded.evidence, anheng, paper.id)
        scan_paper(guarded, {"digest": digest_of(content), "agency_id": anheng})
        with guarded.work(field.bench["clerk"]) as w, pytest.raises(Quarantined):
            open_scan(w, guarded.evidence, anheng, paper.id)
    assert trail(house, "agency.scan_checked") == [f"扫描件已隔离，检出 {FOUND}"]


def test_the_director_sets_how_long_ahead_the_court_is_told(app: Flask, field: TaskField) -> None:
    director = signed_in(app, "director")
    refused = director.post("/agencies/margin", data={"days": "0"})
    assert (refused.status_code, "1 至 365" in refused.text) == (422, True)
    assert director.post("/agencies/margin", data={"days": "45"}).status_code == 303
    assert 'value="45"' in director.get("/agencies").text
    assert 'value="45"' in signed_in(app, "agency").get(f"/agencies/{field.outside.anheng_id}/papers").text
    assert "到期提醒" not in signed_in(app, "clerk").get("/agencies").text
