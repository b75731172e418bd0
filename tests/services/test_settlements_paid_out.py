"""An account is settled when its thing is handed over and its money paid out, in whichever order; the closing list waits for the money."""

from __future__ import annotations

import pytest

from app.domains.audit.service import record
from app.domains.closings.service import checklist
from app.domains.handovers.queries import house_handover
from app.domains.handovers.tables import Handover
from app.domains.settlements import distributing, service
from app.domains.settlements.queries import house_settlement
from app.domains.settlements.tables import Distribution
from app.infra.house import House
from app.infra.unit_of_work import Work
from app.kernel.errors import NotNow
from app.kernel.money import ZERO
from app.steps.money import settle_if_done
from tests.factories.courts import Bench, found_bench
from tests.factories.handovers import make_handover

MISSING = {(True, False): "案款还没有发放", (False, True): "标的物还没有移交"}


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def final_sheet(w: Work, thread: Handover) -> str:
    of = {"court_id": thread.court_id, "case_id": thread.case_id, "asset_id": thread.asset_id, "settlement_id": thread.settlement_id}
    row = Distribution(**of, balance=ZERO, status="final", final_on=w.today, drafted_by=w.actor.id, drafted_at=w.now)
    w.session.add(row)
    w.flush()
    return row.id


@pytest.mark.parametrize("first", ["handed_over", "paid_out"])
def test_the_second_of_handing_over_and_pay_out_settles_the_account(house: House, bench: Bench, first: str) -> None:
    with house.work(bench["clerk"]) as w:
        thread = make_handover(w, bench)
        sheet, account_id, case_id = final_sheet(w, thread), thread.settlement_id, thread.case_id
    for step in (first, {"handed_over": "paid_out", "paid_out": "handed_over"}[first]):
        with house.work(bench["clerk"]) as w:
            account = house_settlement(w, account_id)
            assert account.status == "ruling_served"
            if step == "paid_out":
                distributing.note_paid_out(w, sheet, on=w.today, note="转账凭证 0408")
            else:
                house_handover(w, thread.id).handed_over_on = w.today
                record(w, "handover.handed_over", "handover", thread.id, "标的物已移交", case_id=case_id)
                w.flush()
                settle_if_done(w, account_id)
        with house.reading() as r:
            done = {each.item for each in checklist(r, case_id) if each.done_at}
            paid = distributing.house_sheet(r, sheet).paid_out_on is not None
            assert done == ({"settled"} if paid else set())
    with house.reading() as r:
        assert house_settlement(r, account_id).status == "settled"


@pytest.mark.parametrize("done", MISSING, ids=lambda done: MISSING[done])
def test_an_account_is_not_settled_before_both_are_done(house: House, bench: Bench, done: tuple[bool, bool]) -> None:
    with house.work(bench["clerk"]) as w:
        account_id = make_handover(w, bench).settlement_id
    with pytest.raises(NotNow, match=MISSING[done]), house.work(bench["clerk"]) as w:
        service.settle(w, account_id, handed_over=done[0], paid_out=done[1])
