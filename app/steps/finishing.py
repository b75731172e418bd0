"""After the hammer: money, ruling, vacating, handing over, closing; and what deadlines say."""

from __future__ import annotations

from app.domains.assets import service as assets
from app.domains.assets.queries import house_asset
from app.domains.cases import service as cases
from app.domains.cases.events import CaseClosed
from app.domains.cases.queries import house_case
from app.domains.cases.types import ClosingWay
from app.domains.closings import service as closings
from app.domains.closings.events import ClosingApproved
from app.domains.courts.switches import number_of
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.events import DeadlineSpoke
from app.domains.deadlines.rules import ESCALATED, MISSED
from app.domains.deadlines.service import Start
from app.domains.handovers import service as handovers
from app.domains.handovers.events import HandedOver, NoticePosted, Vacated
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.settlements import distributing
from app.domains.settlements import service as settlements
from app.domains.settlements.events import BalanceDue, PriceFullyPaid, PriceOpenAgain, RulingMade, RulingServed
from app.domains.settlements.queries import house_settlement
from app.domains.settlements.rules import IN_KIND
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.law.closing import research_dates
from app.steps import vacating
from app.steps.money import settle_if_done
from app.steps.telling import tell_clerk_and_judge


def start_balance_clock(w: Work, fact: BalanceDue) -> None:
    """The announcement's days for the balance."""
    case = house_case(w, fact.case_id)
    deadlines.start(
        w,
        "balance",
        Start(
            fact.case_id,
            fact.court_id,
            "settlement",
            fact.settlement_id,
            fact.sold_on,
            length=fact.balance_days,
            asset_id=fact.asset_id,
            holder_id=case.clerk_id,
        ),
    )


def start_ruling_clock(w: Work, fact: PriceFullyPaid) -> None:
    """Paid: ten days for the ruling to be served."""
    case = house_case(w, fact.case_id)
    deadlines.meet(w, "balance", "settlement", fact.settlement_id, on=fact.paid_on)
    deadlines.start(
        w, "sale_ruling", Start(fact.case_id, fact.court_id, "settlement", fact.settlement_id, fact.paid_on, asset_id=fact.asset_id, holder_id=case.judge_id)
    )
    words = "以物抵债，待作以物抵债裁定" if house_settlement(w, fact.settlement_id).regime == IN_KIND else "价款付清，待作成交裁定"
    tell(w, [case.judge_id], Notice("settlement", f"{words}：{fact.title}", link=f"/settlements/{fact.settlement_id}", case_id=fact.case_id))


def open_balance_again(w: Work, fact: PriceOpenAgain) -> None:
    """A booking was reversed: no ruling is due and no money to be paid out; the days of the balance are what they were."""
    case, length = house_case(w, fact.case_id), (fact.due_on - fact.sold_on).days
    for code in ("sale_ruling", "pay_out"):
        deadlines.end(w, code, "settlement", fact.settlement_id, reason="到账已冲正，价款未付清")
    of = Start(fact.case_id, fact.court_id, "settlement", fact.settlement_id, fact.sold_on, length=length, asset_id=fact.asset_id, holder_id=case.clerk_id)
    deadlines.start(w, "balance", of)
    notice = Notice("settlement", f"到账已冲正，价款未付清：{fact.title}", body=fact.reason, link=f"/settlements/{fact.settlement_id}", case_id=fact.case_id)
    tell_clerk_and_judge(w, fact.case_id, notice)


def start_pay_out_clock(w: Work, fact: PriceFullyPaid) -> None:
    """The money is to be paid out in the court's days; where the thing itself paid the debt there is none."""
    if not distributing.has_money(house_settlement(w, fact.settlement_id)):
        return
    days, clerk = number_of(w, fact.court_id, "EX-28"), house_case(w, fact.case_id).clerk_id
    of_money = Start(fact.case_id, fact.court_id, "settlement", fact.settlement_id, fact.paid_on, length=days, asset_id=fact.asset_id, holder_id=clerk)
    deadlines.start(w, "pay_out", of_money)


def tell_ruling_made(w: Work, fact: RulingMade) -> None:
    """The clerk serves it."""
    clerk = house_case(w, fact.case_id).clerk_id
    tell(
        w,
        [clerk],
        Notice(
            "settlement",
            f"{settlements.ruling_word(house_settlement(w, fact.settlement_id))}已作出，待送达",
            link=f"/settlements/{fact.settlement_id}",
            case_id=fact.case_id,
        ),
    )


def open_handover(w: Work, fact: RulingServed) -> None:
    """Served: title passed; fifteen days to hand over."""
    case, asset = house_case(w, fact.case_id), house_asset(w, fact.asset_id)
    deadlines.meet(w, "sale_ruling", "settlement", fact.settlement_id, on=fact.served_on)
    closings.fulfil(w, case_id=fact.case_id, item="ruling_served", thing_id=fact.asset_id)
    assets.move(w, fact.asset_id, "transfer")
    thread = handovers.open_handover(
        w,
        handovers.OpenHandover(
            fact.court_id, fact.case_id, fact.asset_id, fact.settlement_id, fact.title, asset.place, fact.buyer_name, asset.vacating_duty == "court"
        ),
    )
    clock = deadlines.start(
        w, "hand_over", Start(fact.case_id, fact.court_id, "handover", thread.id, fact.served_on, asset_id=fact.asset_id, holder_id=case.clerk_id)
    )
    thread.due_on = clock.due_on
    vacating.open_for_sold(w, fact, thread)


def start_leave_clock(w: Work, fact: NoticePosted) -> None:
    """The days that the order gives."""
    clerk = house_case(w, fact.case_id).clerk_id
    length = (fact.leave_by_on - fact.posted_on).days
    deadlines.start(
        w, "vacate", Start(fact.case_id, fact.court_id, "handover", fact.handover_id, fact.posted_on, length=length, asset_id=fact.asset_id, holder_id=clerk)
    )


def meet_leave_clock(w: Work, fact: Vacated) -> None:
    """It is empty."""
    deadlines.meet(w, "vacate", "handover", fact.handover_id, on=fact.on)


def finish_handover(w: Work, fact: HandedOver) -> None:
    """The buyer has it. Its money is another matter: the account is settled once that is paid out too."""
    deadlines.meet(w, "hand_over", "handover", fact.handover_id, on=fact.on)
    closings.fulfil(w, case_id=fact.case_id, item="handed_over", thing_id=fact.asset_id)
    settle_if_done(w, fact.settlement_id)
    assets.move(w, fact.asset_id, "hand_over")
    tell_clerk_and_judge(w, fact.case_id, Notice("handover", "标的物已移交买受人", link=f"/handovers/{fact.handover_id}", case_id=fact.case_id))


def close_case(w: Work, fact: ClosingApproved) -> None:
    """The checklist held: the case ends."""
    cases.close_case(w, fact.case_id, ClosingWay(fact.way), fact.reason)


def end_clocks_of_case(w: Work, fact: CaseClosed) -> None:
    """A closed case has no running periods."""
    deadlines.meet(w, "finish_case", "case", fact.case_id)
    deadlines.end_all_of_case(w, fact.case_id, reason="案件已结案")


def plan_searches(w: Work, fact: CaseClosed) -> None:
    """终本: for five years the court searches every six months (ZB-07); each of the ten is a deadline of its own, its doing a person's word."""
    case = house_case(w, fact.case_id)
    if case.closing_way != ClosingWay.SUSPENDED_ROUND.value:
        return
    for turn, on in enumerate(research_dates(w.today), 1):
        of = Start(case.id, case.court_id, f"search_{turn}", case.id, w.today, length=(on - w.today).days, holder_id=case.clerk_id)
        deadlines.start(w, "repeat_search", of)


def tell_of_deadline(w: Work, fact: DeadlineSpoke) -> None:
    """Reminders go to whoever holds it; a miss also to judge and director, and unanswered to the president: where there is no director at once."""
    if fact.stage == ESCALATED:
        passed_on = Notice("deadline", f"{fact.title}逾期未办，已报院长", link=f"/deadlines/{fact.deadline_id}", case_id=fact.case_id)
        for role in (Role.PRESIDENT, Role.DIRECTOR):
            tell_role(w, role, passed_on, court_id=fact.court_id)
        return
    missed = fact.stage == MISSED
    notice = Notice("deadline", f"{fact.title}{'已逾期' if missed else '将到期'}", link=fact.link, case_id=fact.case_id)
    case = house_case(w, fact.case_id)
    tell(w, [fact.holder_id or case.clerk_id, *([case.judge_id] if missed else [])], notice)
    if missed and not tell_role(w, Role.DIRECTOR, notice, court_id=fact.court_id):
        tell_role(w, Role.PRESIDENT, notice, court_id=fact.court_id)
