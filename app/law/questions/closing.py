"""Questions about closing and what is kept afterwards."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated, Any

from app.kernel.errors import Invalid
from app.kernel.workdays import Calendar
from app.law.closing import ZHONGBEN_CHECKS, Excluded, research_dates, six_month_limit, zhongben_gate
from app.law.questions.shape import DAY, FLAG, TEXT, Count, Flag, Op, Question, answered, many
from app.law.questions.words import NearDay, also
from app.law.retention import TERMS, Record, retention

_SPELLED: dict[str, frozenset[str]] = {
    "notice_and_report_order": frozenset(
        {"notice_and_report_order", "notice_issued", "notice", "enforcement_notice", "report_ordered", "asset_report_ordered", "asset_report_order"}
    ),
    "spending_limit_and_listing": frozenset(
        {"spending_limit_and_listing", "spending_limit", "restricted_consumption", "spending_limit_issued", "dishonest_listed", "listed"}
    ),
    "search_exhausted": frozenset({"search_exhausted", "all_means_exhausted", "searches", "searched", "assets_searched", "exhausted", "not_disposable"}),
    "debtor_searched_obstructors_punished": frozenset(
        {"debtor_searched_obstructors_punished", "debtor_searched", "debtor_sought", "missing_debtor_searched", "obstructors_punished"}
    ),
    "interview": frozenset({"interview", "applicant_interviewed", "applicant_told", "applicant_informed", "interview_held"}),
}


class ZhongbenGate(Question):
    """A case that is to be closed without result for now. A check counts as done when its words are there and all true."""

    filed: NearDay
    ruling: NearDay
    checks: dict[str, Flag] = {}
    applicant_signed: Flag = False
    panel_and_president: Flag = False


def _zhongben_gate(asked: ZhongbenGate, calendar: Calendar) -> dict[str, Any]:
    found = zhongben_gate(
        asked.filed,
        asked.ruling,
        frozenset(check.code for check in ZHONGBEN_CHECKS if _is_done(check.code, asked.checks)),
        applicant_signed=asked.applicant_signed,
        panel_and_president=asked.panel_and_president,
        others_undone=tuple(code for code, done in asked.checks.items() if not done and _check_meant(code) is None),
    )
    outputs = {
        "allowed": found.allowed,
        "missing": list(found.missing),
        "earliest": found.earliest,
        "later_searches": list(research_dates(asked.ruling)) if found.allowed else None,
    }
    return answered(outputs, rules=[*found.rules, *(["ZB-07"] if found.allowed else [])], findings=found.findings)


def _is_done(code: str, checks: dict[str, bool]) -> bool:
    told = [done for word, done in checks.items() if _check_meant(word) == code]
    return bool(told) and all(told)


def _check_meant(word: str) -> str | None:
    """The check that a word names: by its own name, else by what it speaks of; None for a further check that a court keeps."""
    spelled = next((code for code, words in _SPELLED.items() if word in words), None)
    return spelled or next((code for code, speaks in _SPEAKS_OF.items() if speaks.search(word)), None)


_SPEAKS_OF = {
    "debtor_searched_obstructors_punished": re.compile(r"missing_debtor|whereabouts|debtor_(?:found|location|searched|search$)|obstruct|punish|下落|妨害"),
    "interview": re.compile(r"interview|applicant_(?:heard|consulted|notified|told|informed)|约谈"),
    "spending_limit_and_listing": re.compile(r"spending|consumption|dishonest|限制消费|限高|失信"),
    "notice_and_report_order": re.compile(
        r"(?:enforcement|execution)_notice|notice_(?:and|issued|sent|served)|report_order|asset_report|asset_order|执行通知|报告财产"
    ),
    "search_exhausted": re.compile(r"exhaust|searched_all|all_search|full_(?:system_)?search|穷尽"),
}


_EXCLUDED_WORDS = {
    **{str(each): each for each in Excluded},
    **dict.fromkeys(("notice", "public_notice"), Excluded.ANNOUNCEMENT),
    **dict.fromkeys(("valuation", "identification", "audit", "evaluation", "assessment"), Excluded.APPRAISAL),
    **dict.fromkeys(("identification_appraisal", "identification_or_appraisal", "identification_and_appraisal"), Excluded.APPRAISAL),
    **dict.fromkeys(("jurisdiction_dispute",), Excluded.JURISDICTION),
    **dict.fromkeys(("coordination_dispute",), Excluded.COORDINATION),
    **dict.fromkeys(("jurisdiction_coordination", "jurisdiction_and_coordination"), Excluded.JURISDICTION),
    **dict.fromkeys(("suspended",), Excluded.SUSPENSION),
    **dict.fromkeys(("deferred", "deferral"), Excluded.STAY),
}


class SixMonthLimit(Question):
    """An application not executed; `excluded_days` by kind of time that does not count."""

    application_received: NearDay
    excluded_days: dict[str, Count] = {}


def _six_month_limit(asked: SixMonthLimit, calendar: Calendar) -> dict[str, Any]:
    excluded: Counter[Excluded] = Counter()
    for word, days in asked.excluded_days.items():
        if word not in _EXCLUDED_WORDS:
            raise Invalid(f"“{word}”不是依法不计入的期间", field=f"excluded_days.{word}")
        excluded[_EXCLUDED_WORDS[word]] += days
    found = six_month_limit(asked.application_received, excluded, calendar)
    return answered({"applicant_may_go_up_after": found.due_on, "counted": list(found.steps)}, rules=["EX-16", "CNT-02"])


_RECORD_WORDS = {
    **dict.fromkeys(("auction_data", "platform", "platform_data", "auction", "auction_platform_data"), Record.AUCTION_PLATFORM),
    **dict.fromkeys(("inquiry", "inquiry_data", "online_inquiry", "inquiry_platform_data"), Record.INQUIRY_PLATFORM),
    **dict.fromkeys(("appraisal_file", "appraisal_files"), Record.APPRAISAL),
    **dict.fromkeys(("appraisal_statutory", "appraisal_file_statutory", "statutory_appraisal_file"), Record.STATUTORY_APPRAISAL),
    **dict.fromkeys(("commissioned_auction",), Record.AUCTION_HOUSE),
    **dict.fromkeys(("pia", "processing_record"), Record.IMPACT_ASSESSMENT),
    **dict.fromkeys(("agency_data", "party_data"), Record.AGENCY),
}


class Retention(Question):
    """A record whose last related event ended on a day."""

    event_end: NearDay
    kind: Annotated[Record, also(Record, _RECORD_WORDS)]
    legal_hold: Flag = False


def _retention(asked: Retention, calendar: Calendar) -> dict[str, Any]:
    found = retention(asked.kind, asked.event_end, legal_hold=asked.legal_hold)
    outputs = {"keep_through": found.keep_through, "purge_allowed_from": found.purge_allowed_from}
    return answered(outputs, rules=[TERMS[asked.kind].rule, "RT-05", "CNT-04"])


OPS: dict[str, Op] = {
    "zhongben_gate": Op(
        ZhongbenGate, _zhongben_gate, {"allowed": FLAG, "missing": many(TEXT), "earliest": DAY, "later_searches": many(DAY)}, "能否终结本次执行程序"
    ),
    "six_month_limit": Op(SixMonthLimit, _six_month_limit, {"applicant_may_go_up_after": DAY, "counted": many(TEXT)}, "六个月未执行向上一级法院申请"),
    "retention": Op(Retention, _retention, {"keep_through": DAY, "purge_allowed_from": DAY}, "保存期限"),
}
