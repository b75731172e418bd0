"""Default, forfeiture in order, re-auction, distribution to the fen: the published example, and what is refused on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domains.approvals.service import cast_vote
from app.domains.approvals.tables import Approval
from app.domains.assets.tables import Asset
from app.domains.courts.switches import SwitchRule, switch_rule
from app.domains.deadlines.tables import Deadline
from app.domains.documents.queries import find_standing
from app.domains.documents.tables import Document
from app.domains.plans.events import PlanFrozen
from app.domains.rounds.queries import house_round
from app.domains.services.events import ServiceDone
from app.domains.services.queries import Wanted, list_of_subject, list_services
from app.domains.services.service import Told, record_attempt
from app.domains.settlements import defaulting, distributing, ledger, objecting, payments, service
from app.domains.settlements.defaulting import Decision
from app.domains.settlements.distribution_rules import Cost, Creditor, Group, Nature, Reserve
from app.domains.settlements.service import BookReceipt, OpenSettlement
from app.domains.settlements.tables import Distribution
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.kernel.money import ZERO, Money
from app.law.serving import Attempt, Relation, Result, Way
from app.steps import money, plan_papers
from tests.factories.cases import seat_panel
from tests.factories.courts import Bench, found_bench
from tests.factories.rounds import make_round

FIRST, SECOND, DEPOSIT = Money.yuan("40200000.00"), Money.yuan("45000000.00"), Money.yuan("2000000.00")
TAXES, SERVICE, FEE, CLAIM = (Money.yuan(each) for each in ("10178266.23", "30000.00", "99972.00", "32572025.00"))
BUYER = {"name": "卢锦程", "id_no": "440100197903140119", "phone": "19900000051"}
REASON = "付款期限届满，经书面催缴仍未付清余款"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def sold(house: House, bench: Bench) -> str:
    return sell(house, bench, FIRST)


def sell(house: House, bench: Bench, price: Money, *, after: str = "", regime: str = "online") -> str:
    """A sold lot's account; the second sale of the same thing where one is given."""
    with house.work(bench["clerk"]) as w:
        made = make_round(w, bench, 1422 if not after else 1423)
        asset_id = made.asset_id if not after else service.get_settlement(w, after).asset_id
        case_id = made.case_id if not after else service.get_settlement(w, after).case_id
        asset = w.session.scalar(for_house(select(Asset)).where(Asset.id == asset_id))
        assert asset is not None
        asset.status = "sold"
        if not after:
            seat_panel(w, bench, case_id)
        of = (made.court_id, case_id, asset_id, made.id)
        return service.open_settlement(w, OpenSettlement(*of, made.title, "J4471", price, DEPOSIT, w.now, 10, regime)).id


def default(house: House, bench: Bench, clock: ManualClock, account_id: str) -> str:
    with house.work(bench["clerk"]) as w:
        payments.note_reminder(w, account_id, reminded_on=w.today, way="邮寄送达")
    clock.advance(timedelta(days=11))
    with house.work(bench["judge"]) as w:
        return defaulting.declare(w, account_id, REASON).id


def pay(house: House, bench: Bench, account_id: str, amount: Money, reference: str = "BOC-1") -> None:
    with house.work(bench["clerk"]) as w:
        service.book_receipt(w, account_id, BookReceipt(amount, w.today, "买受人", reference))


def sheet_of_second_sale(house: House, bench: Bench, second: str) -> str:
    with house.work(bench["clerk"]) as w:
        row = distributing.draft(w, second)
        for entry in (
            Cost(Group.TAX, "税费", TAXES, "完税凭证"),
            Cost(Group.COST, "现场服务费", SERVICE, "合同及发票"),
            Cost(Group.FEE, "执行费", FEE, "《诉讼费用交纳办法》第十四条"),
            Creditor("申请执行人", "（2024）粤0115民初3118号", Nature.SECURED, 1, CLAIM, CLAIM),
        ):
            distributing.add(w, row.id, entry)
        return row.id


def run_of(house: House, code: str, subject_id: str) -> Deadline | None:
    with house.reading() as r:
        found = select(Deadline).where(Deadline.code == code, Deadline.subject_id == subject_id, Deadline.state == "running")
        return r.session.scalar(for_house(found))


def test_the_published_distribution_balances_and_the_deposit_waits_for_the_judge(house: House, bench: Bench, clock: ManualClock, sold: str) -> None:
    default_id = default(house, bench, clock, sold)
    second = sell(house, bench, SECOND, after=sold)
    pay(house, bench, second, SECOND - DEPOSIT)
    sheet_id = sheet_of_second_sale(house, bench, second)
    with house.work(bench["clerk"]) as w:
        row = distributing.get_sheet(w, sheet_id)
        assert (row.balance, distributing.verified(row).difference, row.claims[0]["paid"]) == (Money.yuan("2119736.77"), ZERO, CLAIM.fen)
        with pytest.raises(NotNow, match="先登记尚未清偿的债务"):
            distributing.submit(w, sheet_id)
        defaulting.enter_debts(w, default_id, case_debt=distributing.open_claims(row), linked_debt=ZERO)
        with pytest.raises(NotNow, match="待承办法官决定"):
            distributing.submit(w, sheet_id)
        used = defaulting.use_of(w, defaulting.get_default(w, default_id))
        assert used.outcome is not None
        assert (used.outcome.gap, used.outcome.case_debt, used.outcome.unplaced, used.undecided) == (ZERO, ZERO, DEPOSIT, True)
        assert row.balance + used.outcome.unplaced == Money.yuan("4119736.77")
        assert used.choices == defaulting.FOR_REST
    with pytest.raises(NotAllowed), house.work(bench["clerk"]) as w:
        defaulting.decide(w, default_id, Decision.INTO_SHEET, REASON)
    with pytest.raises(NotNow), house.work(bench["judge"]) as w:
        defaulting.decide(w, default_id, Decision.COLLECT, REASON)
    with house.work(bench["judge"]) as w:
        defaulting.decide(w, default_id, Decision.INTO_SHEET, REASON)
    with house.work(bench["clerk"]) as w:
        assert distributing.refresh(w, sheet_id).balance == Money.yuan("4119736.77")
        assert distributing.submit(w, sheet_id).status == "asked"


def test_a_default_needs_the_day_a_reminder_a_judge_and_bars_the_buyer(house: House, bench: Bench, clock: ManualClock, sold: str) -> None:
    with house.work(bench["clerk"]) as w:
        service.name_buyer(w, sold, **BUYER)
    pay(house, bench, sold, Money.yuan("1000.00"))
    with pytest.raises(NotNow, match="届满后"), house.work(bench["judge"]) as w:
        defaulting.declare(w, sold, REASON)
    clock.advance(timedelta(days=11))
    with pytest.raises(NotNow, match="书面催缴"), house.work(bench["judge"]) as w:
        defaulting.declare(w, sold, REASON)
    with house.work(bench["clerk"]) as w:
        payments.note_reminder(w, sold, reminded_on=w.today, way="直接送达")
    with pytest.raises(NotAllowed), house.work(bench["clerk"]) as w:
        defaulting.declare(w, sold, REASON)
    with house.work(bench["judge"]) as w:
        row = defaulting.declare(w, sold, REASON)
        assert (row.kept, row.returned) == (DEPOSIT, Money.yuan("1000.00"))
    assert run_of(house, "balance", sold) is None
    with house.reading(bench["judge"]) as r:
        settled = service.get_settlement(r, sold)
        asset = r.session.scalar(for_house(select(Asset)).where(Asset.id == settled.asset_id))
        assert (settled.status, asset.status if asset else "") == ("defaulted", "priced")
        assert r.session.scalar(for_house(select(Document)).where(Document.code == "default_ruling", Document.subject_id == sold)) is not None
    second = sell(house, bench, SECOND, after=sold)
    with pytest.raises(NotNow, match="悔拍"), house.work(bench["clerk"]) as w:
        service.name_buyer(w, second, **BUYER)
    with house.work(bench["clerk"]) as w:
        service.name_buyer(w, second, **(BUYER | {"name": "宋可盈", "id_no": "440100198805062721"}))


def test_a_served_demand_is_a_reminder_and_the_second_sale_is_told_to_the_barred_buyer_too(house: House, bench: Bench, clock: ManualClock, sold: str) -> None:
    with house.work(bench["clerk"]) as w:
        account = service.name_buyer(w, sold, **BUYER)
        of = (account.case_id, account.court_id, "settlement", sold, "balance_demand", "余款催缴通知", BUYER["name"], "买受人")
        plan_id = house_round(w, account.round_id).plan_id
    clock.advance(timedelta(days=11))
    with house.work() as w:
        money.remind_of_served(w, ServiceDone("s" * 32, *of, None, "邮寄送达", w.today))
    with house.work(bench["judge"]) as w:
        defaulting.declare(w, sold, REASON)
    with house.work() as w:
        money.remind_of_served(w, ServiceDone("s" * 32, *of, None, "邮寄送达", w.today))
        assert [each.way for each in payments.list_reminders(w, sold)] == ["邮寄送达"]
        plan_papers.make_reauction_notices(w, PlanFrozen(plan_id, account.case_id, account.court_id, account.asset_id, "d" * 64, "某物"))
        paper = find_standing(w, "settlement", sold, "reauction_notice")
        assert paper is not None
        assert {name: paper.facts[name] for name in ("recipient_name", "barred_buyer", "first_sold_price")} == {
            "recipient_name": BUYER["name"],
            "barred_buyer": BUYER["name"],
            "first_sold_price": FIRST.fen,
        }


def test_the_deposit_goes_to_cost_then_gap_and_the_open_gap_is_the_judges(house: House, bench: Bench, clock: ManualClock) -> None:
    """M9 of law.md: the order of article 24 line by line; the gap that stays is decided, never collected by itself (M-27)."""
    sold = sell(house, bench, Money.yuan("45000000.00"))
    with house.work(bench["clerk"]) as w:
        asset_id = service.get_settlement(w, sold).asset_id
        spent = ledger.enter(w, asset_id, ledger.Spend("site_service", Money.yuan("8000.00"), w.today, "现场服务机构", "P-1"))
        wrong = ledger.enter(w, asset_id, ledger.Spend("other", Money.yuan("1.00"), w.today, "错登", "P-2"))
        ledger.cancel(w, wrong.id, "登记错误")
    default_id = default(house, bench, clock, sold)
    sell(house, bench, Money.yuan("42980000.00"), after=sold)
    with house.reading(bench["judge"]) as r:
        used = defaulting.use_of(r, defaulting.get_default(r, default_id))
        assert [(line.wanted, line.covered, line.left) for line in used.lines[:2]] == [
            (spent.amount, spent.amount, Money.yuan("1992000.00")),
            (Money.yuan("2020000.00"), Money.yuan("1992000.00"), ZERO),
        ]
        assert used.outcome is not None
        assert (used.outcome.open_gap, used.choices) == (Money.yuan("28000.00"), defaulting.FOR_GAP)
    with pytest.raises(Invalid), house.work(bench["judge"]) as w:
        defaulting.decide(w, default_id, Decision.NOT_COLLECT, "")


def test_a_sheet_is_voted_on_served_objected_to_and_paid_out(house: House, bench: Bench, clock: ManualClock, sold: str) -> None:
    pay(house, bench, sold, FIRST - DEPOSIT)
    sheet_id = sheet_of_second_sale(house, bench, sold)
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        distributing.draft(w, sold)
    vote(house, bench, sheet_id)
    with house.work(bench["clerk"]) as w:
        parties = distributing.list_served(w, sheet_id)
        assert {each.capacity for each in parties} == {"债权人", "被执行人"}
        for each in parties[1:]:
            objecting.serve(w, each.id, on=w.today, way="直接送达")
        served_on, first = w.today, parties[0]
    with house.reading() as r:
        services = {each.recipient: each for each in list_of_subject(r, "distribution_party", [each.id for each in parties])}
    assert {each.name: services[each.name].status for each in parties} == {each.name: "served" if each is not first else "to_serve" for each in parties}
    assert run_of(house, "distribution_objection", first.id) is None
    told = Attempt(Way.DIRECT, Result.RECEIVED, served_on, ("温若琳", "雷振屿"), place="法院", receiver="收件人", relation=Relation.AGENT)
    with house.work(bench["clerk"]) as w:
        record_attempt(w, services[first.name].id, Told(w.now, told))
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        objecting.serve(w, first.id, on=w.today, way="直接送达")
    assert run_of(house, "distribution_objection", first.id) is not None
    with house.reading(bench["clerk"]) as r:
        assert r.session.scalar(for_house(select(Document)).where(Document.code == "distribution_plan")) is not None
    clock.advance(timedelta(days=3))
    with house.work(bench["clerk"]) as w:
        objecting.object_to(w, first.id, on=w.today, words="认定额计算有误")
        objecting.pass_on(w, first.id, on=w.today)
        objecting.oppose(w, first.id, on=w.today, who="其他债权人")
    assert run_of(house, "distribution_suit", first.id) is not None
    clock.advance(timedelta(days=10))
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        objecting.finish(w, sheet_id)
    clock.advance(timedelta(days=20))
    with pytest.raises(Invalid, match="已过期限"), house.work(bench["clerk"]) as w:
        objecting.sue(w, first.id, on=w.today, disputed=Money.yuan("1.00"))
    with house.work(bench["clerk"]) as w:
        row = objecting.finish(w, sheet_id)
        assert (row.status, served_on < w.today) == ("final", True)
    assert run_of(house, "pay_out", sold) is not None
    with house.work(bench["clerk"]) as w:
        distributing.note_paid_out(w, sheet_id, on=w.today, note="转账凭证 0408")
    assert run_of(house, "pay_out", sold) is None


def test_what_a_suit_disputes_is_kept_back_through_a_mended_sheet_until_the_suit_is_over(house: House, bench: Bench, clock: ManualClock, sold: str) -> None:
    pay(house, bench, sold, FIRST - DEPOSIT)
    sheet_id = sheet_of_second_sale(house, bench, sold)
    vote(house, bench, sheet_id)
    with house.work(bench["clerk"]) as w:
        first = distributing.list_served(w, sheet_id)[0]
        for each in distributing.list_served(w, sheet_id):
            objecting.serve(w, each.id, on=w.today, way="直接送达")
    with house.work(bench["clerk"]) as w:
        objecting.object_to(w, first.id, on=w.today, words="认定额计算有误")
        objecting.pass_on(w, first.id, on=w.today)
        objecting.oppose(w, first.id, on=w.today, who="其他债权人")
    for wrong in (ZERO, FIRST):
        with pytest.raises(Invalid, match="争议款额"), house.work(bench["clerk"]) as w:
            objecting.sue(w, first.id, on=w.today, disputed=wrong)
    with house.work(bench["clerk"]) as w:
        objecting.sue(w, first.id, on=w.today, disputed=Money.yuan("500000.00"))
        distributing.add(w, sheet_id, Reserve("六年租金", Money.yuan("100.00")))
        before = distributing.list_served(w, sheet_id, earlier=True)
        assert [(each.objection, each.disputed) for each in before if each.sued_on] == [("认定额计算有误", Money.yuan("500000.00"))]
    assert run_of(house, "distribution_objection", next(each.id for each in before if each.id != first.id)) is None
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        objecting.pass_on(w, first.id, on=w.today)
    vote(house, bench, sheet_id, whole=False)
    with house.work(bench["clerk"]) as w:
        for each in distributing.list_served(w, sheet_id):
            objecting.serve(w, each.id, on=w.today, way="直接送达")
    clock.advance(timedelta(days=20))
    with house.work(bench["clerk"]) as w:
        objecting.finish(w, sheet_id)
        distributing.note_paid_out(w, sheet_id, on=w.today, note="转账凭证 0408")
        assert distributing.held_back(w, sheet_id) == Money.yuan("500000.00")
        with pytest.raises(Invalid):
            objecting.release(w, first.id, on=w.today, note=" ")
        objecting.release(w, first.id, on=w.today, note="（2026）粤0115民初77号，转账凭证 0512")
        assert distributing.held_back(w, sheet_id) == ZERO


def test_mending_after_the_vote_voids_it_and_a_sheet_that_does_not_close_is_not_asked_about(house: House, bench: Bench, sold: str) -> None:
    pay(house, bench, sold, FIRST - DEPOSIT)
    sheet_id = sheet_of_second_sale(house, bench, sold)
    vote(house, bench, sheet_id)
    with house.work(bench["clerk"]) as w:
        row = distributing.add(w, sheet_id, Reserve("六年租金", Money.yuan("100.00")))
        assert (row.status, distributing.list_served(w, sheet_id)) == ("draft", [])
    with house.reading(bench["clerk"]) as r:
        assert {each.status for each in list_services(r, Wanted("all")) if each.code == "distribution_plan"} == {"dropped"}
    with pytest.raises(Invalid, match="超过收款"), house.work(bench["clerk"]) as w:
        distributing.add(w, sheet_id, Cost(Group.COST, "过高", SECOND, "无"))
    with house.work(bench["clerk"]) as w:
        kept = distributing.get_sheet(w, sheet_id)
        kept.claims = [{**kept.claims[0], "paid": kept.claims[0]["paid"] - 1}]
        with pytest.raises(Invalid, match=r"分配方案差 0\.01 元"):
            distributing.submit(w, sheet_id)
        kept.claims = [{**kept.claims[0], "paid": kept.claims[0]["paid"] + 1}]
        distributing.remove(w, sheet_id, "reserved", 0)


def test_in_a_network_sale_the_announced_deposit_is_kept_and_the_rest_goes_back(house: House, bench: Bench, clock: ManualClock) -> None:
    sold = sell(house, bench, FIRST, regime="network")
    pay(house, bench, sold, Money.yuan("5000000.00"))
    default_id = default(house, bench, clock, sold)
    with house.reading(bench["judge"]) as r:
        row = defaulting.get_default(r, default_id)
        assert (row.regime, row.kept, row.returned) == ("network", DEPOSIT, Money.yuan("5000000.00"))


def test_where_a_court_does_not_ask_the_rule_of_network_sales_the_judge_decides_on_the_prepaid_price(house: House, bench: Bench, clock: ManualClock) -> None:
    with house.work(bench["director"]) as w:
        switch_rule(w, bench.court_id, SwitchRule("BM-08", False, reason="本院未取得该文件全文，逐案由承办法官决定"))
    sold = sell(house, bench, FIRST, regime="network")
    pay(house, bench, sold, Money.yuan("5000000.00"))
    default_id = default(house, bench, clock, sold)
    with house.work(bench["judge"]) as w:
        row = defaulting.get_default(w, default_id)
        assert (row.kept, row.returned, defaulting.use_of(w, row).choices) == (DEPOSIT, ZERO, (Decision.TO_DEBTOR, Decision.HOLD))
        with pytest.raises(NotNow):
            defaulting.decide(w, default_id, Decision.COLLECT, REASON)
        assert defaulting.decide(w, default_id, Decision.HOLD, REASON).decision == "hold"


def test_the_enforcement_fee_follows_its_bands_on_the_executed_amount(house: House, bench: Bench, clock: ManualClock, sold: str) -> None:
    default(house, bench, clock, sold)
    second = sell(house, bench, SECOND, after=sold)
    pay(house, bench, second, SECOND - DEPOSIT)
    with house.work(bench["clerk"]) as w:
        sheet = distributing.draft(w, second)
        with pytest.raises(NotNow, match="债权"):
            distributing.charge_fee(w, sheet.id)
        distributing.add(w, sheet.id, Creditor("甲公司", "判决", Nature.ORDINARY, 1, CLAIM, CLAIM))
        fee = distributing.charge_fee(w, sheet.id).costs[-1]
        assert (fee["amount"], fee["group"]) == (Money.yuan("99972.02").fen, "fee")
        with pytest.raises(NotNow, match="已有执行费"):
            distributing.charge_fee(w, sheet.id)


def vote(house: House, bench: Bench, sheet_id: str, *, whole: bool = True) -> None:
    with house.work(bench["clerk"]) as w:
        digest = distributing.submit(w, sheet_id).digest
    with house.reading() as r:
        asked = r.session.scalar(for_house(select(Approval)).where(Approval.kind == "distribution", Approval.digest == digest))
    assert asked is not None
    assert (
        not whole or "第1顺位 申请执行人（担保物权，（2024）粤0115民初3118号）：应分 32,572,025.00 元，实分 29,891,761.77 元" in asked.body.split("· ", 5)[-1]
    )
    assert {"收款 40,200,000.00 元", "· 税费：税费 10,178,266.23 元（完税凭证）", "余额 0.00 元"} <= set(asked.body.splitlines())
    for login in ("judge", "panel1", "panel2"):
        with house.work(bench[login]) as w:
            cast_vote(w, asked.id, {"distribution": "agree"}, digest=digest)
    with house.reading() as r:
        row = r.session.scalar(for_house(select(Distribution)).where(Distribution.id == sheet_id))
        assert row is not None
        assert row.status == "approved"
