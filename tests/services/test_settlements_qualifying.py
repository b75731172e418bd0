"""Before the ruling: a house's buyer is fit at the application and at the ruling (NA-52), equity is approved where that is asked for (SP-02)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domains.assets.queries import house_asset
from app.domains.settlements import service
from app.domains.settlements.qualifying import Checked, check
from app.domains.settlements.service import BookReceipt
from app.infra.house import House
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import Money
from app.law.subjects import AssetKind
from tests.factories.courts import Bench, found_bench
from tests.factories.settlements import open_account

BUYER = {"name": "卢锦程", "id_no": "440100197903140119", "phone": "19900000051", "address": "广州市番禺区禺山西路9号"}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def paid(w: Work, bench: Bench, kind: AssetKind) -> str:
    """A paid account of a thing of that kind with its buyer."""
    found = open_account(w, bench)
    house_asset(w, found.asset_id).law_class = kind.value
    service.name_buyer(w, found.id, **BUYER)
    service.book_receipt(w, found.id, BookReceipt(Money.yuan("587400.00"), w.today, "卢锦程", "BOC-1"))
    return found.id


def rule(house: House, bench: Bench, account_id: str) -> str:
    """The number of the ruling, or the code of the refusal."""
    try:
        with house.work(bench["judge"]) as w:
            return service.make_ruling(w, account_id).ruling_no
    except NotNow as refusal:
        return refusal.code


def test_a_houses_buyer_is_fit_at_both_moments_or_gets_no_ruling(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account_id, today = paid(w, bench, AssetKind.HOUSE), w.today
    said = []
    for applied, ruled in (("", ""), ("unfit", "fit"), ("fit", "unfit"), ("fit", "free")):
        if applied:
            with house.work(bench["clerk"]) as w:
                check(w, account_id, Checked(today, applied, ruled, "购房资格查询回执 2026-0402-117"))
        said.append(rule(house, bench, account_id))
    assert said == ["not_qualified_at_registration", "not_qualified_at_registration", "not_qualified_at_ruling", "之一"]
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        check(w, account_id, Checked(today, "fit", "fit", "再查一次的回执"))


def test_equity_waits_for_its_approval(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account_id, today = paid(w, bench, AssetKind.EQUITY), w.today
    said = []
    for state in ("", "refused", "given"):
        if state:
            with house.work(bench["clerk"]) as w:
                check(w, account_id, Checked(today, state, state, "粤金监复〔2026〕14号"))
        said.append(rule(house, bench, account_id))
    assert said == ["not_approved", "not_approved", "之一"]


def test_a_check_of_tomorrow_without_proof_or_with_another_kinds_word_is_refused(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account_id, today = paid(w, bench, AssetKind.HOUSE), w.today
    for wrong in (Checked(today + timedelta(days=1), "fit", "fit", "回执"), Checked(today, "fit", "fit", " "), Checked(today, "given", "given", "回执")):
        with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
            check(w, account_id, wrong)


def test_nothing_is_checked_of_equipment(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        account_id, today = paid(w, bench, AssetKind.EQUIPMENT), w.today
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        check(w, account_id, Checked(today, "fit", "fit", "查询回执"))
    assert rule(house, bench, account_id) == "之一"
