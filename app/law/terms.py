"""The kinds of legal periods by name: the rule, which way it counts, and whether its last day rolls over a day of rest (law.md §1, CNT-07, CNT-13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.law.regimes import ONLINE
from app.law.seizure import SENIOR_LIEN_ANSWER_DAYS
from app.law.valuation import OBJECTION_DAYS, REPORT_DAYS


@dataclass(frozen=True, slots=True)
class Term:
    """A kind of period. An act to be done rolls forward over rest days; a term of effect does not; a backward limit never rolls.

    `length` is the rule's own number in its own unit (days, or months where the rule speaks of months); None where the act or the thing decides it.
    """

    rule: str
    rolls: bool = True
    backward: bool = False
    length: int | None = None


PROCEDURAL = Term("CNT-02")
BACKWARD = Term("CNT-07", rolls=False, backward=True)


def _act(rule: str, length: int | None = None) -> Term:
    return Term(rule, length=length)


def _effect(rule: str = "CNT-13") -> Term:
    return Term(rule, rolls=False)


def _before(rule: str, length: int | None = None) -> Term:
    return Term(rule, rolls=False, backward=True, length=length)


TERMS: Mapping[str, Term] = {
    "start_reference_price": _act("RP-01", 30),
    "online_inquiry_report": _act("RP-08", 3),
    "online_inquiry_extension": _act("RP-09", 3),
    "appraisal_report": _act("RP-19", REPORT_DAYS),
    "valuation_reissue": _act("RP-22", 15),
    "send_valuation_report": _act("RP-24", 3),
    "valuation_notice_deemed_received": _act("RP-25", 15),
    "valuation_objection": _act("RP-26", OBJECTION_DAYS),
    "pass_on_objection": _act("RP-27", 3),
    "explain_objection": _act("RP-27", 5),
    "start_disposal": _act("RP-35", 10),
    "reauction": _act("NA-35", ONLINE.reauction_days),
    "resume_auction": _act("NA-41"),
    "deemed_notified": _act("NA-16"),
    "ask_in_kind": _act("BM-01", 10),
    "no_surplus_request": _act("AS-03"),
    "offline_refund": _act("AS-09"),
    "delegated_service": _act("AUX-08", 10),
    "serve_ruling": _act("AS-17", 10),
    "hand_over": _act("AS-24", 15),
    "offline_reauction": _act("AS-19"),
    "sale_notice": _act("AS-22"),
    "network_sale_notice": _act("BM-02"),
    "detention_review": _act("CP-07"),
    "fine_review": _act("CP-07"),
    "file_case": _act("EX-01"),
    "enforcement_notice": _act("EX-02"),
    "check_lead": _act("EX-08"),
    "enforcement_objection": _act("EX-17", 15),
    "third_party_objection": _act("EX-19"),
    "distribution_objection": _act("EX-23", 15),
    "delete_from_list": _act("EX-30"),
    "dishonest_list_correction": _act("EX-30"),
    "judgment_publication": _act("PI-08"),
    "payment": _act("EX-28"),
    "transfer_reply": _act("EX-22", SENIOR_LIEN_ANSWER_DAYS),
    "asset_change_report": _act("EX-06"),
    "finish_case": _act("EX-15", 6),
    "six_month_limit": _act("EX-16", 6),
    "refund_deposit": _effect("NA-30"),
    "move_deposit": _effect("NA-31"),
    "seizure": _effect("EX-13"),
    "validity": _effect("RP-32"),
    "detention": _effect("CP-05"),
    "retention": _effect("RT-05"),
    "network_sale_period": _effect("BM-03"),
    "periodic_search": _effect("ZB-07"),
    "announcement": _before("NA-10"),
    "announce_before_opening": _before("NA-10"),
    "announce_round2_before_opening": _before("NA-36"),
    "notify_before_announcement": _before("NA-15", ONLINE.notice_to_persons_days),
    "notify_before_auction": _before("AS-10"),
    "announce_sale_of_movable": _before("BM-04", 7),
    "announce_sale_of_other": _before("BM-04", 15),
    "renewal_before_expiry": _before("EX-14"),
    "extension_before_expiry": _before("RP-20"),
}


def term(kind: str) -> Term:
    """The term of a kind. A kind that has no entry is an ordinary procedural period: its last day rolls (CNT-02)."""
    return TERMS.get(kind, PROCEDURAL)


def length_of(kind: str) -> int:
    """The number that the rule of a kind names, in its own unit; KeyError for a kind unknown or without a number of its own."""
    found = TERMS[kind].length
    if found is None:
        raise KeyError(f"the rule of {kind} names no number")
    return found
