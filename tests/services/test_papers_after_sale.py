"""Papers after the sale on single rows: the registry's order for a flat, words by kind of thing, and no act that fails for a missing row."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.domains.approvals.events import PanelDecided
from app.domains.assets.queries import house_asset
from app.domains.assets.tables import Encumbrance
from app.domains.assets.types import EncumbranceKind, Kind
from app.domains.deadlines.events import DeadlineSpoke
from app.domains.documents.queries import find_latest
from app.domains.documents.tables import Document
from app.domains.handovers.events import HandedOver, NoticeAsked
from app.domains.handovers.tables import Handover
from app.domains.plans.events import PlanFrozen
from app.domains.settlements.events import PriceFullyPaid, RulingMade, RulingServed
from app.domains.settlements.tables import Settlement
from app.infra.house import House
from app.infra.unit_of_work import Work
from app.kernel.facts import Fact
from app.kernel.money import Money
from app.process import REACTIONS
from app.steps import leave_notice, papers, plan_papers, sale_papers
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import make_handover
from tests.factories.settlements import open_account

GONE = "0" * 32
BUYER = "卢锦程"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def as_flat(w: Work, asset_id: str) -> None:
    """The asset is a mortgaged flat."""
    asset = house_asset(w, asset_id)
    asset.kind, asset.law_class, asset.subkind = Kind.HOUSE.value, "house", "住宅"
    asset.title, asset.place, asset.cert_no = "海语湾花园3栋1204房", "广州市南沙区海语湾路18号", "粤（2019）广州市不动产权第04900101号"
    place = {"court_id": asset.court_id, "case_id": asset.case_id, "asset_id": asset.id}
    w.session.add(Encumbrance(**place, kind=EncumbranceKind.MORTGAGE.value, holder="广州穗禾农村商业银行股份有限公司南沙支行", amount=Money.yuan("2866300")))
    w.flush()


def served(account: Settlement, w: Work) -> RulingServed:
    """The ruling reached the buyer today."""
    account.buyer_name, account.buyer_id_no, account.ruling_no, account.paid_on, account.ruling_served_on = (
        BUYER,
        "440100197903140119",
        "之一",
        w.today,
        w.today,
    )
    return RulingServed(account.id, account.case_id, account.court_id, account.asset_id, w.today, BUYER, account.title)


def registry_order(w: Work, account: Settlement) -> Document | None:
    """The order to the registry, if one was prepared."""
    return find_latest(w, "settlement", account.id, "transfer_assistance_notice")


def test_the_registry_of_a_sold_flat_is_ordered_to_lift_cancel_and_transfer(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account = open_account(w, bench)
        as_flat(w, account.asset_id)
        sale_papers.make_assistance_notice(w, served(account, w))
        found = registry_order(w, account)
        assert found is not None
        assert [each["text"] for each in found.facts["assist_items"]] == [
            "解除本院对海语湾花园3栋1204房的查封",
            "注销抵押权（权利人广州穗禾农村商业银行股份有限公司南沙支行）的登记",
            "将海语湾花园3栋1204房转移登记至买受人卢锦程名下",
        ]
        assert found.facts["assist_unit"] == "广州市规划和自然资源局南沙区分局不动产登记中心"
        assert (found.facts["ruling_no"], found.facts["finish_by_days"]) == (f"{found.case_number}之一", 10)


def test_no_registry_is_ordered_for_machines(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account = open_account(w, bench)
        sale_papers.make_assistance_notice(w, served(account, w))
        assert registry_order(w, account) is None


@pytest.mark.parametrize(
    ("law_class", "thing"), [("house", "房屋"), ("land", "土地"), ("real_estate", "房屋（土地）"), ("equipment", "动产"), ("vehicle", "动产")]
)
def test_the_vacating_notice_calls_the_thing_by_its_kind(house: House, bench: Bench, law_class: str, thing: str) -> None:
    with house.work(bench["clerk"]) as w:
        thread: Handover = make_handover(w, bench)
        house_asset(w, thread.asset_id).law_class = law_class
        w.flush()
        leave_notice.make_notice(w, NoticeAsked(thread.id, thread.case_id, thread.court_id, thread.asset_id, "d" * 64, thread.title, bench["clerk"].id))
        found = find_latest(w, "handover", thread.id, "vacating_notice")
        assert found is not None
        assert found.facts["thing"] == thing


def test_a_demand_for_an_account_without_its_round_is_a_draft_that_names_what_the_site_showed(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account = open_account(w, bench)
        view, facts = sale_papers.sold_facts(w, account, None)
        assert (facts["sold_price"], facts.get("site_name"), view.case.id) == (account.price, None, account.case_id)


NOTICE: set[Callable[..., object]] = {leave_notice.make_notice, leave_notice.sign_notice}


def facts_of_missing_rows(w: Work, bench: Bench) -> list[Fact]:
    """Facts that name rows which are not there."""
    of = (GONE, GONE, bench.court_id, GONE)
    return [
        DeadlineSpoke(GONE, "balance", "last_day", GONE, bench.court_id, "settlement", GONE, "余款", "clerk", None, "/"),
        PriceFullyPaid(*of, w.today, "某物"),
        RulingMade(*of, "之一"),
        RulingServed(*of, w.today, BUYER, "某物"),
        NoticeAsked(*of, "d" * 64, "某物", bench["clerk"].id),
        HandedOver(*of, w.today, GONE),
        PanelDecided(GONE, "plan", GONE, "d" * 64, True, frozenset(), "", ""),
    ]


def test_no_paper_step_fails_for_rows_that_are_not_there(house: House, bench: Bench) -> None:
    ours = {each for module in (papers, plan_papers, sale_papers) for each in vars(module).values() if callable(each)} | NOTICE
    with house.work() as w:
        tried = [(step, fact) for fact in facts_of_missing_rows(w, bench) for step in REACTIONS[type(fact)] if step in ours]
        for step, fact in tried:
            step(w, fact)
        assert len(tried) == 7


def test_every_reaction_that_makes_papers_lets_a_missing_row_go() -> None:
    modules = {papers.__name__, plan_papers.__name__, sale_papers.__name__}
    steps = [step for reactions in REACTIONS.values() for step in reactions if step.__module__ in modules or step in NOTICE]
    assert len(steps) > 12
    assert all(hasattr(step, "__wrapped__") for step in steps)


def test_a_frozen_plan_that_is_gone_makes_no_announcement(house: House, bench: Bench) -> None:
    with house.work() as w:
        frozen = PlanFrozen(GONE, GONE, bench.court_id, GONE, "d" * 64, "某物")
        plan_papers.make_announcement_set(w, frozen)
        assert find_latest(w, "plan", GONE, "auction_notice") is None
