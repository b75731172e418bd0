"""Periods that move: whoever holds one is told of its old and new last day, what keeps that day keeps the new one; periods of a case go with the case."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from app.domains.cases.events import CaseDateChanged, CaseReassigned
from app.domains.cases.queries import house_case
from app.domains.deadlines import changing, following
from app.domains.deadlines.events import DeadlineMoved
from app.domains.handovers import due_days as handovers
from app.domains.messages.service import Notice, tell
from app.domains.seizures import due_days as seizures
from app.domains.settlements import due_days as settlements
from app.domains.settlements.unsold import house_unsold, last_of_asset
from app.domains.titles import due_days as titles
from app.domains.valuations import due_days as valuations
from app.infra.unit_of_work import Work
from app.law.next_steps import Step


def tell_of_moved(w: Work, fact: DeadlineMoved) -> None:
    """Before and after, and why."""
    words = f"{fact.title}：届满日由 {fact.before_on.isoformat()} 变为 {fact.after_on.isoformat()}"
    holder = fact.holder_id or house_case(w, fact.case_id).clerk_id
    tell(w, [holder], Notice("deadline", words, link=f"/deadlines/{fact.deadline_id}", case_id=fact.case_id))


def write_back(w: Work, fact: DeadlineMoved) -> None:
    """The thing that keeps a copy of the last day keeps the new one: rows of KEPT, by what the period is about."""
    if keep := KEPT.get((fact.subject_kind, fact.code)):
        keep(w, fact)


def pass_on(w: Work, fact: CaseReassigned) -> None:
    """The new judge or clerk holds what the old one held of the case."""
    changing.reassign(w, fact.case_id, dict(fact.holders))


def follow_filing(w: Work, fact: CaseDateChanged) -> None:
    """What was counted from the filing is counted from the corrected day."""
    following.follow_filing(w, fact.case_id, fact.before_on, fact.after_on)


def _keep_of_handover(w: Work, fact: DeadlineMoved) -> None:
    handovers.move_due(w, fact.subject_id, fact.after_on)


def _keep_of_title(w: Work, fact: DeadlineMoved) -> None:
    titles.move_due(w, fact.subject_id, fact.after_on)


def _keep_of_lien(w: Work, fact: DeadlineMoved) -> None:
    seizures.move_due(w, fact.subject_id, fact.after_on)


def _keep_of_price(w: Work, fact: DeadlineMoved) -> None:
    valuations.move_due(w, fact.subject_id, fact.before_on, fact.after_on)


def _keep_of_appraisal(w: Work, fact: DeadlineMoved) -> None:
    valuations.move_due_of_appraisal(w, fact.subject_id, fact.after_on)


def _keep_of_asking(w: Work, fact: DeadlineMoved) -> None:
    settlements.move_way(w, house_unsold(w, fact.subject_id), Step.DEBT_FOR_ASSET.value, fact.before_on, fact.after_on)


def _keep_of_next(step: Step, w: Work, fact: DeadlineMoved) -> None:
    if row := last_of_asset(w, fact.subject_id):
        settlements.move_way(w, row, step.value, fact.before_on, fact.after_on)


KEPT: dict[tuple[str, str], Callable[[Work, DeadlineMoved], None]] = {
    ("handover", "hand_over"): _keep_of_handover,
    ("title_step", "title_step"): _keep_of_title,
    ("lien_request", "lien_reply"): _keep_of_lien,
    **{("appraisal", code): _keep_of_appraisal for code in ("appraisal_report", "appraisal_correction", "appraisal_reissue")},
    **{
        ("valuation", code): _keep_of_price
        for code in ("agreement_figures", "directed_reply", "price_reports", "price_more_time", "price_corrections", "price_reissue")
    },
    ("unsold", "ask_in_kind"): _keep_of_asking,
    ("asset", "second_auction"): partial(_keep_of_next, Step.AUCTION_ROUND2),
    ("asset", "network_sale_notice"): partial(_keep_of_next, Step.NETWORK_SALE),
}
"""Who keeps a copy of which period's last day, by subject kind and code. Days that a signed or public paper names (the balance of the announcement,
the order to leave, an agreement to vacate, a price's validity) are not here: the paper, not the clock, says them."""
