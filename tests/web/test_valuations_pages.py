"""Pages of valuations: what is under way, and an asset's way to its price with its acts."""

from __future__ import annotations

import pytest
from flask import Flask

from app.domains.valuations.queries import list_reports
from app.infra.house import House
from tests.factories.courts import Bench, found_bench
from tests.factories.valuations import VALUES, make_unpriced_flat, report, start_inquiry
from tests.web.visiting import counted, signed_in

MOST_QUERIES = 30
REASONS = {
    "stated_value": "1,350,000.00",
    "ground_agreement": "refused",
    "skip_agreement": "被执行人经通知未到场议价",
    "ground_directed_inquiry": "no_official_price",
    "skip_directed_inquiry": "没有计税基准价",
}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def flat_id(house: House, bench: Bench) -> str:
    return make_unpriced_flat(house, bench).id


def test_the_list_shows_what_waits_and_what_runs(app: Flask, house: House, bench: Bench, flat_id: str) -> None:
    client = signed_in(app, "clerk")
    assert "待启动定价" in client.get("/valuations").text
    start_inquiry(house, bench, flat_id)
    page = client.get("/valuations").text
    assert "0/3 家" in page
    assert "待启动定价" not in page


def test_an_inquiry_is_started_from_the_page(app: Flask, flat_id: str) -> None:
    client, path = signed_in(app, "clerk"), f"/assets/{flat_id}/valuation"
    refused = client.post(f"{path}/inquiry", data={**REASONS, "skip_agreement": ""})
    assert refused.status_code == 422
    assert "没有计税基准价" in refused.text
    assert client.post(f"{path}/inquiry", data=REASONS).status_code == 303
    page = client.get(path).text
    for words in ("被执行人经通知未到场议价", "法释〔2018〕15号", "京东大数据评估系统", "待委托", "还有 3 家平台未到期"):
        assert words in page


def test_a_paper_report_is_entered_and_the_mean_shows_its_working(app: Flask, house: House, bench: Bench, flat_id: str) -> None:
    found = start_inquiry(house, bench, flat_id)
    report(house, found.id, {"taobao": "1180000.00", "jd": "1220000.00"})
    client = signed_in(app, "clerk")
    with house.reading(bench["clerk"]) as r:
        last = next(each for each in list_reports(r, [found.id]) if each.value is None)
    typed = {"value": "1,200,000.00", "report_no": "ICBC-2026-0417", "reported_at": "2026-04-02T09:30", "valid_until": "2026-09-30"}
    sent = {f"report-{last.id}-{name}": value for name, value in typed.items()}
    bad = client.post(f"/valuations/{found.id}/reports/{last.id}", data={**sent, f"report-{last.id}-valid_until": "2028-01-01"})
    assert bad.status_code == 422
    assert "不超过一年" in bad.text
    assert client.post(f"/valuations/{found.id}/reports/{last.id}", data=sent).status_code == 303
    assert "1,200,000.00 + 1,220,000.00 + 1,180,000.00）÷ 3" in client.get(f"/assets/{flat_id}/valuation").text
    assert client.post(f"/valuations/{found.id}/settle").status_code == 303
    assert "参考价已确定" in client.get(f"/assets/{flat_id}/valuation").text


def test_a_figure_stays_sealed_on_the_page_until_both_are_in(app: Flask, flat_id: str) -> None:
    client, path = signed_in(app, "clerk"), f"/assets/{flat_id}/valuation"
    client.post(f"{path}/agreement")
    page = client.get(path).text
    target = page.split('action="/valuations/')[1].split("/figures")[0]
    client.post(f"/valuations/{target}/figures", data={"side": "applicant", "name": "顾北辰", "value": "1,087,654.00"})
    sealed = client.get(path).text
    assert "已密封" in sealed
    assert "1,087,654.00" not in sealed
    client.post(f"/valuations/{target}/figures", data={"side": "debtor", "name": "林绍恒", "value": "1087654"})
    assert "双方一致" in client.get(path).text


def test_a_way_is_given_up_from_the_page(app: Flask, house: House, bench: Bench, flat_id: str) -> None:
    found, client = start_inquiry(house, bench, flat_id), signed_in(app, "judge")
    assert client.post(f"/valuations/{found.id}/give-up", data={"reason": ""}).status_code == 422
    assert client.post(f"/valuations/{found.id}/give-up", data={"reason": "须现场勘验"}).status_code == 303
    assert "须现场勘验" in client.get(f"/assets/{flat_id}/valuation").text


@pytest.mark.parametrize(("login", "status"), [("director", 200), ("panel1", 200), ("panel3", 404), ("clerk_b", 404)])
def test_an_assets_price_is_seen_by_its_court_and_panel(app: Flask, flat_id: str, login: str, status: int) -> None:
    assert signed_in(app, login).get(f"/assets/{flat_id}/valuation").status_code == status


def test_who_only_reads_has_no_acts(app: Flask, flat_id: str) -> None:
    client = signed_in(app, "president")
    assert "发出委托" not in client.get(f"/assets/{flat_id}/valuation").text
    assert client.post(f"/assets/{flat_id}/valuation/inquiry", data=REASONS).status_code == 403


def test_pages_ask_a_constant_number_of_queries(app: Flask, house: House, bench: Bench, flat_id: str) -> None:
    report(house, start_inquiry(house, bench, flat_id).id, VALUES)
    client = signed_in(app, "clerk")
    for path in ("/valuations", f"/assets/{flat_id}/valuation"):
        with counted(house) as alone:
            assert client.get(path).status_code == 200
        assert len(alone) <= MOST_QUERIES
    with counted(house) as before:
        client.get("/valuations")
    start_inquiry(house, bench, make_unpriced_flat(house, bench, 1501).id)
    with counted(house) as after:
        client.get("/valuations")
    assert len(after) == len(before)
