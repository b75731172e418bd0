"""The papers of lot L4's whole life: which are made by which fact, which are complete, and that no act fails for a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import select

from app.demonstration import acts, sale
from app.demonstration.acts import Playing
from app.demonstration.cast import load_cast
from app.demonstration.lots import LOTS
from app.demonstration.play import after_sale, before_sale
from app.demonstration.stage import Stage, perform
from app.demonstration.times import InlineTime
from app.domains.documents.service import PRINT
from app.domains.documents.tables import Document
from app.factory import make_house
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, at_shanghai
from app.simulator.server import make_simulator
from app.worker import perform_with
from config.settings import Settings
from tests.databases import Template

CROWD = {"target_price": "400000.00", "bids": 12, "bidders": 3, "extensions": 2, "winner_code": "J4471", "seed": "7"}


@pytest.fixture(scope="module")
def walked(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """L4 from filing to the closed case, with twelve bids; nothing is printed."""
    folder = tmp_path_factory.mktemp("story")
    clock = ManualClock(at_shanghai(2026, 2, 3, 9))
    server = make_simulator(folder, clock, port=0)
    Thread(target=server.serve_forever, daemon=True).start()
    with template.copy(folder) as url:
        settings = Settings(data=folder, database_url=url, queue_url="memory:", secret_key="test-secret", clock="manual", password_cost="test")
        base = f"http://127.0.0.1:{server.port}"
        house = make_house(replace(settings, sites_base_url=base), clock)
        made = replace(house, handlers={**house.handlers, PRINT: lambda *_told: None})
        made.queue.bind(perform_with(made))
        load_cast(made)
        stage = Stage(made, InlineTime(made, clock), base, lambda told: None)
        _walk(stage)
        yield stage
        made.database.close()
    server.shutdown()


def _walk(stage: Stage) -> None:
    playing = Playing(LOTS["L4"])
    *before, upload, _seen, signed = before_sale(playing, 7)
    perform(stage, before)
    stage.time.move_to(upload.at)
    sale.upload(stage, playing)
    acts.post(stage, f"/{playing.lot.site}/backoffice/lots/{playing.memo['lot_id']}/crowd", json={**CROWD, "buyer": playing.lot.buyer[0]})
    perform(stage, [signed])
    sale.look(stage, playing, playing.lot.opens_at.replace(second=20))
    ended = sale.follow(stage, playing)
    playing.memo["price"] = ended.current_price
    perform(stage, after_sale(playing))


def papers(stage: Stage, code: str) -> list[Document]:
    """The versions of a paper, oldest first."""
    with stage.reading() as r:
        return list(r.session.scalars(for_house(select(Document).where(Document.code == code).order_by(Document.id))))


def missing(document: Document) -> list[str]:
    """What it lacks, in words."""
    return [words for _, words in document.faults]


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("online_inquiry_order", 3),
        ("reference_price_notice", 2),
        ("panel_record", 1),
        ("bidding_instructions", 1),
        ("special_warnings", 1),
        ("survey_sheet", 1),
        ("party_auction_notice", 2),
    ],
)
def test_papers_whose_facts_the_nouns_hold_are_complete_and_wait_for_a_signature(walked: Stage, code: str, count: int) -> None:
    found = papers(walked, code)
    assert [each.status for each in found] == ["made"] * count, [missing(each) for each in found]
    assert all(each.digest and each.html and each.made_by is None for each in found)


@pytest.mark.parametrize(
    ("code", "login", "words"),
    [
        ("task_mandate", "judge", "卢小帆"),
        ("auction_ruling", "judge", "于2026年2月5日向被执行人送达执行通知书，责令其于2026年2月9日前履行义务"),
        ("auction_notice", "judge", "加价幅度500.00元"),
        ("sale_confirmation", "judge", "汪承泽"),
        ("sale_ruling", "judge", "住广州市番禺区禺山西路9号"),
        ("vacating_notice", "president", "钟砚修"),
        ("handover_record", "clerk", "住广州市番禺区禺山西路9号"),
        ("closing_notice", "judge", "以和解履行完毕方式结案"),
    ],
)
def test_the_decisive_papers_are_completed_and_signed_by_whoever_answers_for_them(walked: Stage, code: str, login: str, words: str) -> None:
    (found,) = papers(walked, code)
    assert (found.status, found.signed_by) == ("served" if code == "sale_ruling" else "signed", walked.actor(login).id), missing(found)
    assert words in found.text


def test_no_paper_of_the_lot_is_left_a_draft(walked: Stage) -> None:
    with walked.reading() as r:
        drafts = r.session.scalars(for_house(select(Document.title).where(Document.status == "draft"))).all()
    assert drafts == []


def test_what_came_in_is_paid_out_to_the_fen(walked: Stage) -> None:
    (found,) = papers(walked, "closing_notice")
    assert all(words in found.text for words in ("执行到位400,000.00元", "支付申请执行人394,100.00元", "执行费及费用5,900.00元", "退还被执行人0.00元"))


def test_machines_are_registered_nowhere_so_no_registry_is_ordered(walked: Stage) -> None:
    assert papers(walked, "transfer_assistance_notice") == []


def test_the_announcement_says_the_frozen_figures_and_who_was_told(walked: Stage) -> None:
    (found,) = papers(walked, "auction_notice")
    assert all(
        words in found.text for words in ("起拍价76,000.00元", "保证金7,600.00元", "加价幅度500.00元", "2026年3月18日10时00分", "（2026年2月26日直接送达）")
    )


def test_the_panel_record_is_secret_and_no_other_paper_is(walked: Stage) -> None:
    with walked.reading() as r:
        secret = set(r.session.scalars(for_house(select(Document.code).where(Document.secret))))
    assert secret == {"panel_record"}


def test_the_record_names_the_buyer_as_the_ruling_does(walked: Stage) -> None:
    (record,) = papers(walked, "handover_record")
    assert record.facts["officers"] == ["雷振屿", "温若琳"]
    buyer: dict[str, Any] = record.facts["receiver"]
    assert (buyer["name"], buyer["sex"], buyer["birth_on"], buyer["address"]) == ("汪承泽", "男", "1973-08-12", "广州市番禺区禺山西路9号")
