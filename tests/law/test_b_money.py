"""Worked money examples of law.md §13 after the sale, and the distribution that balances to the fen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.kernel.money import ZERO, Money, total
from app.law.fees import commission_cap, enforcement_fee
from app.law.findings import Severity
from app.law.settlement import COLLECT, MANUAL, Claim, default_network_sale, default_offline, default_online, distribute


def yuan(text):
    return Money.yuan(text)


@pytest.mark.parametrize(
    ("second", "cost", "gap", "debt", "open_gap", "decision"),
    [
        pytest.param("930000", "8000", "70000", "22000", "0", "", id="M8 网拍规定24条: what is left goes to the debt"),
        pytest.param("880000", "8000", "92000", "0", "28000", MANUAL, id="M9 网拍规定24条: an open gap is for a person"),
        pytest.param("908000", "8000", "92000", "0", "0", "", id="网拍规定24条: exactly covered"),
        pytest.param("907999.99", "8000", "92000", "0", "0.01", MANUAL, id="网拍规定24条: one fen short"),
        pytest.param("1100000", "8000", "0", "92000", "0", "", id="网拍规定24条: a dearer second sale leaves no gap"),
    ],
)
def test_an_online_defaulter_loses_the_whole_deposit_in_the_order_of_the_law(second, cost, gap, debt, open_gap, decision):
    outcome = default_online(deposit=yuan(100_000), cost=yuan(8_000), first_price=yuan(1_000_000), second_price=yuan(second))
    got = (outcome.cost, outcome.gap, outcome.case_debt, outcome.refund, outcome.open_gap, outcome.decision)
    assert got == (yuan(cost), yuan(gap), yuan(debt), ZERO, yuan(open_gap), decision)
    assert [each.severity for each in outcome.findings] == ([Severity.MANUAL] if decision else [])


def test_debts_tied_to_the_property_come_after_the_case_and_the_rest_is_for_a_person():
    outcome = default_online(deposit=yuan(100_000), cost=ZERO, first_price=yuan(10), second_price=yuan(10), case_debt=yuan(60_000), linked_debt=yuan(30_000))
    assert (outcome.case_debt, outcome.linked_debt, outcome.unplaced, outcome.decision) == (yuan(60_000), yuan(30_000), yuan(10_000), MANUAL)


@pytest.mark.parametrize(
    ("second", "refund", "open_gap", "decision"),
    [
        pytest.param("930000", "17000", "0", "", id="拍卖规定22条: the remainder returns"),
        pytest.param("913000", "0", "0", "", id="拍卖规定22条: exactly covered"),
        pytest.param("880000", "0", "33000", COLLECT, id="拍卖规定22条: the shortfall is collectable"),
    ],
)
def test_an_offline_defaulter_pays_cost_commission_and_gap_and_gets_the_rest_back(second, refund, open_gap, decision):
    outcome = default_offline(deposit=yuan(100_000), cost=yuan(8_000), first_price=yuan(1_000_000), second_price=yuan(second), commission=yuan(5_000))
    assert (outcome.refund, outcome.open_gap, outcome.decision) == (yuan(refund), yuan(open_gap), decision)


def test_a_network_sale_defaulter_loses_only_the_announced_deposit():
    outcome = default_network_sale(full_price_paid=yuan(112_000), announced_deposit=yuan(11_200))
    assert (outcome.forfeited, outcome.returned) == (yuan(11_200), yuan(100_800))
    assert default_network_sale(full_price_paid=yuan(5), announced_deposit=yuan(6)).forfeited == yuan(5)


@pytest.mark.parametrize(
    ("channel", "price", "cap"),
    [
        pytest.param("offline", "2000000", "100000", id="M12 拍卖规定29条"),
        pytest.param("offline", "12000000", "380000", id="M13 拍卖规定29条"),
        pytest.param("offline", "150000000", "1890000", id="M14 拍卖规定29条"),
        pytest.param("offline", "2000000.33", "100000", id="拍卖规定29条: caps round down"),
        pytest.param("online", "150000000", "0", id="M15 网拍规定: none to the buyer"),
    ],
)
def test_commission_is_capped_by_bands(channel, price, cap):
    assert commission_cap(yuan(price), channel=channel) == yuan(cap)


@pytest.mark.parametrize(
    ("amount", "fee"),
    [
        pytest.param("10000", "50", id="费用办法14条: 10,000 and less"),
        pytest.param("800000", "10400", id="M17 费用办法14条"),
        pytest.param("12000000", "79400", id="M18 费用办法14条"),
    ],
)
def test_the_enforcement_fee_follows_the_bands(amount, fee):
    assert enforcement_fee(yuan(amount)) == yuan(fee)


AMOUNTS = st.integers(0, 10**13).map(Money)
CLAIMS = st.lists(st.tuples(st.integers(0, 3), AMOUNTS), max_size=8).map(lambda rows: tuple(Claim(str(n), rank, each) for n, (rank, each) in enumerate(rows)))


@given(pool=AMOUNTS, claims=CLAIMS)
def test_a_distribution_balances_to_the_fen_and_pays_ranks_in_order(pool, claims):
    outcome = distribute(pool, claims)
    assert outcome.balances
    assert all(ZERO <= share.paid <= share.claim.amount for share in outcome.shares)
    for share in outcome.shares:
        if share.open:
            assert not outcome.balance
            assert all(not later.paid for later in outcome.shares if later.claim.rank > share.claim.rank)


@given(pool=AMOUNTS, claims=CLAIMS)
def test_equal_ranks_share_in_proportion_to_within_a_fen(pool, claims):
    same = tuple(Claim(each.claim_id, 0, each.amount) for each in claims)
    wanted = total([each.amount for each in same])
    for share in distribute(pool, same).shares:
        exact = Fraction(share.claim.amount.fen * min(pool, wanted).fen, wanted.fen) if wanted else Fraction(0)
        assert abs(share.paid.fen - exact) < 1


def test_the_odd_fen_goes_to_the_largest_remainder_then_to_the_earlier_claim():
    claims = tuple(Claim(name, 1, Money(100)) for name in "ABC")
    assert [share.paid.fen for share in distribute(Money(100), claims).shares] == [34, 33, 33]


def test_negative_money_is_not_distributed():
    with pytest.raises(ValueError, match="negative"):
        distribute(Money(-1), ())
