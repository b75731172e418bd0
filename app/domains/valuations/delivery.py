"""Reports to the parties: within three days of receipt, each party by a way of its own; who cannot be reached is told by publication (RP-24, RP-25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.cases.queries import list_parties
from app.domains.cases.tables import Party
from app.domains.cases.types import PartyRole
from app.domains.valuations.opening import Filed, begin, last_day, met, with_files
from app.domains.valuations.queries import get_delivery, get_valuation, list_appraisals, list_deliveries, list_reports
from app.domains.valuations.tables import Appraisal, PriceReport, ReportDelivery, Valuation
from app.domains.valuations.types import Way
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Invalid, NotNow
from app.law.rulebook import cite
from app.law.terms import length_of

PUBLICATION_DAYS = length_of("valuation_notice_deemed_received")
NOT_TOLD = frozenset({PartyRole.ASSISTING.value, PartyRole.BUYER.value})


@dataclass(frozen=True)
class Sending:
    """One sending to one party. `reached_on` None: not received yet; a publication computes its own."""

    party_id: str
    way: Way
    sent_on: date
    reached_on: date | None
    note: str


def send_reports(w: Work, valuation_id: str, sending: Sending, files: Sequence[Filed] = ()) -> ReportDelivery:
    """Send every report that the party has not got yet."""
    found = get_valuation(w, valuation_id)
    party = next((each for each in recipients(w, found.case_id) if each.id == sending.party_id), None)
    if party is None:
        raise Invalid("选择本案当事人或者利害关系人", field="party_id")
    reports = reports_of(w, found)
    open_ = [each.ref for each in reports if each.ref not in sent_to(list_deliveries(w, [found.id]), party.id)]
    if not open_:
        raise NotNow(f"没有需要送达{party.name}的报告", code="nothing_to_send")
    _check(sending, w.today)
    kept = ReportDelivery(
        court_id=found.court_id, case_id=found.case_id, valuation_id=found.id, party_id=party.id, party_name=party.name, reports=open_,
        way=sending.way.value, sent_on=sending.sent_on, reached_on=sending.reached_on, note=sending.note.strip()[:300], sent_by=w.actor.id,
    )  # fmt: skip
    w.session.add(kept)
    w.flush()
    if sending.way is Way.PUBLICATION:
        kept.reached_on = last_day(w, sending.sent_on, PUBLICATION_DAYS)
        begin(w, found, "report_publication", ("report_delivery", kept.id), from_on=sending.sent_on)
    with_files(found, files, f"送达{party.name}凭证", w)
    words = f"向{party.name}送达报告 {len(open_)} 份（{sending.way.word}）"
    article = cite("RP-25" if sending.way is Way.PUBLICATION else "RP-24")
    record(w, "valuation.reports_sent", "valuation", found.id, words, case_id=found.case_id, authority=article)
    _reached(w, found, kept)
    _met_when_all_sent(w, found, reports)
    return kept


def note_reached(w: Work, delivery_id: str, on: date, files: Sequence[Filed] = ()) -> ReportDelivery:
    """The party received it: from that day its five days for an objection run."""
    kept = get_delivery(w, delivery_id)
    found = get_valuation(w, kept.valuation_id)
    if kept.reached_on is not None:
        raise NotNow("已经登记收到", code="reached")
    if not kept.sent_on <= on <= w.today:
        raise Invalid("收到日应在发出日之后、不晚于今天", field="reached_on")
    kept.reached_on = on
    with_files(found, files, f"送达{kept.party_name}回证", w)
    record(w, "valuation.report_reached", "valuation", found.id, f"{kept.party_name}收到报告", case_id=found.case_id, authority=cite("RP-24"))
    _reached(w, found, kept)
    return kept


def recipients(r: Reading, case_id: str) -> list[Party]:
    """Parties and interested persons of a case: everybody but helpers and buyers."""
    return [each for each in list_parties(r, case_id) if each.role not in NOT_TOLD]


def reports_of(r: Reading, found: Valuation) -> list[PriceReport | Appraisal]:
    """Reports that came, of platforms and of appraisers not replaced."""
    platforms = [each for each in list_reports(r, [found.id]) if each.value is not None]
    return [*platforms, *(each for each in list_appraisals(r, [found.id]) if each.state == "reported")]


def sent_to(deliveries: Sequence[ReportDelivery], party_id: str) -> set[str]:
    """References of the reports that went to a party."""
    return {ref for each in deliveries if each.party_id == party_id for ref in each.reports}


def received_on(deliveries: Sequence[ReportDelivery], party_id: str, ref: str) -> date | None:
    """The day on which a party received a report, or counts as having received it."""
    days = [each.reached_on for each in deliveries if each.party_id == party_id and ref in each.reports and each.reached_on is not None]
    return min(days, default=None)


def _check(sending: Sending, today: date) -> None:
    if sending.sent_on > today:
        raise Invalid("发出日不能晚于今天", field="sent_on")
    if sending.way is Way.PUBLICATION and len(sending.note.strip()) < 4:
        raise Invalid(f"写明为何无法送达，以及公示网址（{cite('RP-25')}）", field="note")
    if sending.way is not Way.PUBLICATION and sending.reached_on is not None and not sending.sent_on <= sending.reached_on <= today:
        raise Invalid("收到日应在发出日之后、不晚于今天", field="reached_on")


def _reached(w: Work, found: Valuation, kept: ReportDelivery) -> None:
    if kept.reached_on is not None:
        begin(w, found, "price_objection", ("report_delivery", kept.id), from_on=kept.reached_on)


def _met_when_all_sent(w: Work, found: Valuation, reports: Sequence[PriceReport | Appraisal]) -> None:
    deliveries, people = list_deliveries(w, [found.id]), recipients(w, found.case_id)
    for each in reports:
        if all(each.ref in sent_to(deliveries, party.id) for party in people):
            met(w, "send_reports", ("report", each.id))
