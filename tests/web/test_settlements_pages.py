"""Pages of settlements: the one sum left, booking, buyer masked, ruling and service; scope and permissions."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domains.assets.queries import house_asset
from app.domains.audit.service import record
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.tables import BidRow
from app.domains.rounds.taking import become
from app.domains.settlements.ledger import list_of_asset
from app.domains.settlements.queries import get_settlement
from app.domains.settlements.unsold import OfFailed, note_unsold
from app.infra.house import House
from app.kernel.actor import Role
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.money import Money
from tests.factories.agencies import found_agencies
from tests.factories.courts import Bench, found_bench, open_person
from tests.factories.rounds import make_round
from tests.factories.settlements import open_account
from tests.web.test_rounds_pages import counted, signed_in

RECEIPT = {"amount": "412,000.00", "received_on": "2026-04-02", "payer": "卢锦程", "reference": "BOC-1", "remark": ""}
BUYER = {"buyer_name": "卢锦程", "id_kind": "resident", "id_no": "440100197903140119", "phone": "19900000051", "address": "广州市番禺区禺山西路9号"}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def address(house: House, bench: Bench) -> str:
    with house.work(bench["clerk"]) as w:
        return f"/settlements/{open_account(w, bench).id}"


@pytest.fixture
def clerk(app: Flask, address: str) -> FlaskClient:
    return signed_in(app)


def test_the_page_shows_the_one_sum_left_and_its_day(clerk: FlaskClient, address: str) -> None:
    page = clerk.get(address).text
    assert all(words in page for words in ("587,400.00", "剩 10 天", "4月12日 到期", "本页只记录，不划款", "人民币伍拾玖万伍仟元整"))
    assert clerk.post(f"{address}/receipts", data=RECEIPT).status_code == 303
    page = clerk.get(address).text
    assert all(words in page for words in ("175,400.00", "70.1%", "部分到账", "BOC-1"))


def test_the_check_of_a_houses_buyer_keeps_what_was_typed_and_opens_the_ruling(app: Flask, house: House, clerk: FlaskClient, address: str) -> None:
    with house.work() as w:
        house_asset(w, get_settlement(w, address.rpartition("/")[2]).asset_id).law_class = "house"
        record(w, "test.kind", "asset", "x", "改为房屋")
    clerk.post(f"{address}/buyer", data=BUYER)
    clerk.post(f"{address}/receipts", data=RECEIPT | {"amount": "587400"})
    assert "缺资格核验" in signed_in(app, "judge").get(address).text
    bad = clerk.post(f"{address}/eligibility", data={"on": "2026-04-03", "applied": "fit", "ruled": "free", "source": "查询回执 117"})
    assert (bad.status_code, "核验日不能晚于今天" in bad.text, "查询回执 117" in bad.text) == (422, True, True)
    assert clerk.post(f"{address}/eligibility", data={"on": "2026-04-02", "applied": "fit", "ruled": "free", "source": "查询回执 117"}).status_code == 303
    page = signed_in(app, "judge").get(address).text
    assert ("当地不限购" in page, "缺资格核验" in page) == (True, False)


def test_a_receipt_above_what_is_left_is_told_beside_the_field(clerk: FlaskClient, address: str) -> None:
    answer = clerk.post(f"{address}/receipts", data=RECEIPT | {"amount": "600000"})
    assert (answer.status_code, "超过尚欠金额 587,400.00 元" in answer.text, "600000" in answer.text) == (422, True, True)
    assert clerk.post(f"{address}/receipts", data=RECEIPT | {"amount": "1.2万"}).status_code == 422


def test_the_whole_way_from_money_to_service(app: Flask, clerk: FlaskClient, address: str) -> None:
    judge = signed_in(app, "judge")
    clerk.post(f"{address}/receipts", data=RECEIPT | {"amount": "587400"})
    assert "不能作出裁定：缺买受人" in judge.get(address).text
    wrong = clerk.post(f"{address}/buyer", data=BUYER | {"id_no": "440100197903140118"})
    assert (wrong.status_code, "第 18 位应为 9" in wrong.text) == (422, True)
    assert clerk.post(f"{address}/buyer", data=BUYER | {"buyer_name": "卢锦诚"}).status_code == 303
    assert ("更正买受人" in clerk.get(address).text, "更正买受人" in judge.get(address).text) == (True, False)
    assert clerk.post(f"{address}/buyer", data=BUYER).status_code == 303
    assert "440100********0119" in clerk.get(address).text
    assert "440100197903140119" not in clerk.get(address).text
    assert ("广州市番禺区" in clerk.get(address).text, "禺山西路" in clerk.get(address).text) == (True, False)
    assert clerk.post(f"{address}/ruling").status_code == 403
    assert judge.post(f"{address}/ruling").status_code == 303
    assert "之一" in judge.get(address).text
    assert "更正买受人" not in clerk.get(address).text
    assert judge.post(f"{address}/service", data={"served_on": "2026-04-02", "way": "直接送达"}).status_code == 403
    assert clerk.post(f"{address}/service", data={"served_on": "2026-04-03", "way": "直接送达"}).status_code == 422
    assert clerk.post(f"{address}/service", data={"served_on": "2026-04-02", "way": "直接送达"}).status_code == 303
    assert "裁定已送达" in clerk.get("/rulings").text


def test_a_buyer_without_a_residence_and_a_unit_without_a_representative_are_told_beside_the_field(clerk: FlaskClient, address: str) -> None:
    assert clerk.post(f"{address}/buyer", data=BUYER | {"address": ""}).status_code == 422
    unit = BUYER | {"buyer_name": "广州澜岸机械有限公司", "id_kind": "uscc", "id_no": "91440115MAYYQ4X10J"}
    answer = clerk.post(f"{address}/buyer", data=unit)
    assert (answer.status_code, "填写法定代表人或者负责人" in answer.text) == (422, True)
    assert clerk.post(f"{address}/buyer", data=unit | {"legal_rep": "邵闻笛"}).status_code == 303
    page = clerk.get(address).text
    assert ("广州市番禺区禺山西路9号" in page, "邵闻笛" in page) == (True, True)


def test_the_lots_money_leads_to_its_account(clerk: FlaskClient, house: House, bench: Bench, address: str) -> None:
    with house.reading(bench["clerk"]) as r:
        round_id = get_settlement(r, address.rsplit("/", 1)[1]).round_id
    answer = clerk.get(f"/lots/{round_id}/money")
    assert (answer.status_code, answer.location) == (303, address)


def test_a_withdrawn_lot_gives_every_deposit_back_in_a_day_and_takes_codes_that_never_bid(app: Flask, house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        found, silent = make_round(w, bench), make_round(w, bench, 1423)
        of = {"court_id": found.court_id, "case_id": found.case_id, "round_id": found.id}
        w.session.add(BidRow(**of, seq=1, bidder="K1001", price=found.start_price, at=w.now, end_after=w.now, first_seen_at=w.now))
        for each in (found, silent):
            become(w, each, RoundStatus.WITHDRAWN)
            record(w, "round.read", "round", each.id, "读取平台", case_id=each.case_id)
    clerk, address = signed_in(app), f"/lots/{found.id}/refunds"
    assert clerk.get(f"/lots/{found.id}/money").location == address
    page = clerk.get(address).text
    assert all(words in page for words in ("K1001", "待通知", "补登竞买号"))
    assert clerk.post(address, data={"code": "k2002"}).status_code == 303
    assert "K2002" in clerk.get(address).text
    again = clerk.post(address, data={"code": "k2002"})
    assert (again.status_code, "该竞买号已在退还清单中" in again.text) == (422, True)
    assert "没有登记要退还的保证金" in clerk.get(f"/lots/{silent.id}/refunds").text
    assert signed_in(app, "clerk_b").get(address).status_code == 404
    assert "K2002" in clerk.get("/settlements/refunds").text


def test_the_cost_of_a_thing_that_is_not_sold_is_entered_cancelled_and_stands_behind_the_agencys_total(app: Flask, house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        asset_id = make_round(w, bench).asset_id
    agency_id = found_agencies(house, bench).anheng_id
    clerk, address = signed_in(app), f"/assets/{asset_id}/expenses"
    spent = {"item": "survey", "amount": "1,200.00", "spent_on": "2026-04-01", "payee": "广州安衡", "voucher": "P-1", "agency_id": agency_id}
    assert clerk.post(address, data=spent | {"amount": "0"}).status_code == 422
    assert clerk.post(address, data=spent).status_code == 303
    assert address in clerk.get(f"/assets/{asset_id}").text
    page = clerk.get("/settlements/expenses").text
    assert all(words in page for words in (address, "1,200.00", "勘验、测绘费", "P-1"))
    with house.reading(bench["clerk"]) as r:
        row = list_of_asset(r, asset_id)[0]
    assert clerk.post(f"{address}/{row.id}/cancel", data={"reason": "登记错误"}).status_code == 303
    assert "已作废：登记错误" in clerk.get(address).text
    assert signed_in(app, "clerk_b").get(address).status_code == 404


def test_the_list_asks_a_constant_number_of_queries(clerk: FlaskClient, house: House, bench: Bench) -> None:
    with counted(house) as few:
        clerk.get("/settlements")
    with house.work(bench["clerk"]) as w:
        for serial in range(2000, 2012):
            open_account(w, bench, serial)
    with counted(house) as many:
        page = clerk.get("/settlements").text
    assert len(many) == len(few) <= 20
    assert page.count("data-item") == 13
    assert clerk.get("/settlements/list/done").text.count("data-item") == 0


@pytest.mark.parametrize("path", ["", "/../../settlements", "/../../rulings"])
def test_agencies_and_panel_members_may_not_see_money(app: Flask, house: House, clerk: FlaskClient, address: str, path: str) -> None:
    with house.work() as w:
        open_person(w, "worker_x", "顾言川", Role.WORKER)
    target = path.rsplit("..", 1)[-1] if path else address
    for login in ("worker_x", "panel1"):
        assert signed_in(app, login).get(target).status_code == 403


def test_another_court_finds_no_account(app: Flask, clerk: FlaskClient, address: str) -> None:
    stranger = signed_in(app, "clerk_b")
    assert stranger.get(address).status_code == 404
    assert stranger.post(f"{address}/receipts", data=RECEIPT).status_code == 404
    assert "包装机械" not in stranger.get("/settlements").text


def test_a_file_is_taken_once_and_a_doubtful_line_is_claimed_on_its_page(clerk: FlaskClient, address: str) -> None:
    rows = "日期,金额,付款人,流水号,附言\n2026-04-02,1000.00,某人,B-1,J4471\n"
    page = clerk.post("/settlements/statements", data={"file": (BytesIO(rows.encode()), "四月.csv")}).text
    assert all(words in page for words in ("待认领 1 笔", "附言含竞买号 J4471", "金额少于尚欠金额"))
    assert "这份文件已经导入过" in clerk.post("/settlements/statements", data={"file": (BytesIO(rows.encode()), "四月.csv")}).text
    assert "待认领" in clerk.get(address).text
    wrong = clerk.post("/settlements/statements", data={"file": (BytesIO(rows.replace("1000.00", "1.2万").encode()), "五月.csv")})
    assert (wrong.status_code, "第 2 行“金额”（B2）：1.2万 不是数字" in wrong.text) == (422, True)


def test_default_is_declared_by_the_judge_after_the_day_and_a_reminder(app: Flask, house: House, clock: ManualClock, clerk: FlaskClient, address: str) -> None:
    assert clerk.post(f"{address}/reminders", data={"reminded_on": "2026-04-02", "reminder_way": "邮寄送达"}).status_code == 303
    loan = {"bank": "广州穗禾农村商业银行", "loan_amount": "400000", "expected_on": "2026-04-20"}
    assert clerk.post(f"{address}/loans", data=loan).status_code == 303
    judge = signed_in(app, "judge")
    early = judge.post(f"{address}/default", data={"default_reason": "届满未付"})
    assert (early.status_code, "届满后才能宣布悔拍" in early.text) == (409, True)
    clock.advance(timedelta(days=11))
    judge, clerk = signed_in(app, "judge"), signed_in(app)
    assert clerk.post(f"{address}/default", data={"default_reason": "届满未付"}).status_code == 403
    assert judge.post(f"{address}/default", data={"default_reason": "届满经催缴未付"}).status_code == 303
    page = judge.get(address).text
    assert all(words in page for words in ("悔拍", "不予退还的保证金", "7,600.00", "差价在重新拍卖成交后计算"))


def test_the_sheet_is_entered_on_its_page_and_closes_to_the_fen(app: Flask, clerk: FlaskClient, address: str) -> None:
    assert clerk.post(f"{address}/distribution").status_code == 409
    clerk.post(f"{address}/receipts", data=RECEIPT | {"amount": "587400"})
    spent = {"item": "site_service", "amount": "300", "spent_on": "2026-04-02", "payee": "现场服务机构", "voucher": "P-1", "agency_id": ""}
    assert clerk.post(f"{address}/expenses", data=spent).status_code == 303
    assert clerk.post(f"{address}/distribution").status_code == 303
    debt = {"creditor": "申请执行人", "basis": "（2024）粤0115民初3118号", "nature": "ordinary", "order": "1", "claimed": "900000", "acknowledged": "900000"}
    assert clerk.post(f"{address}/distribution/creditor", data=debt | {"acknowledged": "900000.01"}).status_code == 422
    assert clerk.post(f"{address}/distribution/creditor", data=debt).status_code == 303
    page = clerk.get(f"{address}/distribution").text
    assert all(words in page for words in ("595,000.00", "现场服务费", "594,700.00", "差额 0.00 ✓", "提交分配方案"))
    assert signed_in(app, "clerk_b").get(f"{address}/distribution").status_code == 404
    assert clerk.post(f"{address}/distribution/claims/0/remove").status_code == 303
    assert clerk.post(f"{address}/distribution/submit").status_code == 422


def test_others_deposits_and_lots_without_a_buyer_have_their_lists(clerk: FlaskClient, house: House, bench: Bench, address: str) -> None:
    assert clerk.post(f"{address}/codes", data={"code": "c2210"}).status_code == 303
    assert "C2210" in clerk.get("/settlements/refunds").text
    assert "还没有机构费用" in clerk.get("/settlements/expenses").text
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench, 1999)
        of = (found.court_id, found.case_id, found.asset_id, found.id, found.title)
        unsold_id = note_unsold(w, OfFailed(*of, 2, Money.yuan("60800"), w.today)).id
    assert clerk.get("/unsold").text.count("data-item") == 1
    page = clerk.get(f"/unsold/{unsold_id}").text
    assert all(words in page for words in ("以物抵债", "网络司法变卖", "60,800.00", "2026-04-17", "抽签承诺值"))
    assert clerk.post(f"/unsold/{unsold_id}/asked", data={"asked_on": "2026-04-02"}).status_code == 303
    assert signed_in(clerk.application, "clerk_b").get(f"/unsold/{unsold_id}").status_code == 404


def test_a_first_day_in_a_provisional_year_is_marked_save_a_restart_which_no_calendar_moves(
    clerk: FlaskClient, house: House, bench: Bench, clock: ManualClock
) -> None:
    clock.move_to(at_shanghai(2026, 12, 27, 9))
    with house.work(bench["clerk"]) as w:
        found = make_round(w, bench, 1999)
        row = note_unsold(w, OfFailed(found.court_id, found.case_id, found.asset_id, found.id, found.title, 2, Money.yuan("60800"), w.today))
        way = next(each for each in row.ways if str(each["first_by"]) > "2027")
        row.ways, unsold_id = [way, {**way, "step": "restart"}], row.id
    page = signed_in(clerk.application, "clerk").get(f"/unsold/{unsold_id}").text
    cells = re.findall(r'data-label="首个行为最晚">(.*?)</td>', page, re.S)
    assert [(str(way["first_by"]) in cell, "暂定" in cell) for cell in cells] == [(True, True), (True, False)]
