"""Reports to the parties: within three days of receipt, each party by a way of its own; who cannot be reached is told by publication (RP-24, RP-25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.cases.queries import list_parties
from app.domains.cases.tables import Party
from app.domains.cases.types import PartyRole
from app.domains.valuations.events import ReportsReached, ReportsSent
from app.domains.valuations.opening import Filed, begin, met, with_files
from app.domains.valuations.queries import get_delivery, get_valuation, house_delivery, house_valuation, list_appraisals, list_deliveries, list_reports
from app.domains.valuations.tables import Appraisal, PriceReport, ReportDelivery, Valuation
from app.domains.valuations.types import Way
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Invalid, NotNow
from app.law.rulebook import cite

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
    found = get_valuation(w, valuation_id, lock=True)  # the last two parties at one moment end the days of sending
    party = next((each for each in recipients(w, found.case_id) if each.id == sending.party_id), None)
    if party is None:
        raise Invalid("选择本案当事人或者利害关系人", field="party_id")
    reports = reports_of(w, found)
    open_ = [each.ref for each in reports if each.ref not in sent_to(list_deliveries(w, [found.id]), party.id)]
    if not open_:
        raise NotNow(f"没有需要送达{party.name}的报告", code="nothing_to_send")
    _check(sending, w.today, agreed=party.e_service)
    kept = ReportDelivery(
        court_id=found.court_id, case_id=found.case_id, valuation_id=found.id, party_id=party.id, party_name=party.name, reports=open_,
        way=sending.way.value, sent_on=sending.sent_on, note=sending.note.strip()[:300], sent_by=w.actor.id,
    )  # fmt: skip
    w.session.add(kept)
    w.flush()
    if sending.way is Way.PUBLICATION:
        begin(w, found, "report_publication", ("report_delivery", kept.id), from_on=sending.sent_on)
    with_files(found, files, f"送达{party.name}凭证", w)
    words = f"向{party.name}送达报告 {len(open_)} 份（{sending.way.word}）"
    article = cite("RP-25" if sending.way is Way.PUBLICATION else "RP-24")
    record(w, "valuation.reports_sent", "valuation", found.id, words, case_id=found.case_id, authority=article)
    title = f"参考价报告 {len(open_)} 份"
    of = (kept.id, found.id, found.case_id, found.court_id, found.asset_id, party.id, title)
    w.emit(ReportsSent(*of, kept.way, kept.sent_on, None if sending.way is Way.PUBLICATION else sending.reached_on))
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
    with_files(found, files, f"送达{kept.party_name}回证", w)
    record(w, "valuation.report_receipt", "valuation", found.id, f"登记{kept.party_name}收到报告", case_id=found.case_id, authority=cite("RP-24"))
    w.emit(ReportsReached(kept.id, kept.way, on))
    return kept


def take_service(w: Work, delivery_id: str, way: Way, on: date) -> ReportDelivery:
    """The service is done, or counts as done: from that day the party's five days for an objection run (RP-26). For the house's step."""
    kept = house_delivery(w, delivery_id)
    found = house_valuation(w, kept.valuation_id)
    kept.way, kept.reached_on, kept.deemed_on, kept.trouble = way.value, on, None, ""
    w.flush()
    record(w, "valuation.report_reached", "valuation", found.id, f"{kept.party_name}收到报告", case_id=found.case_id, authority=cite("RP-24"))
    met(w, "report_publication", ("report_delivery", kept.id), on)
    begin(w, found, "price_objection", ("report_delivery", kept.id), from_on=on)
    return kept


def follow_service(w: Work, delivery_id: str, *, way: Way | None = None, deemed_on: date | None = None, trouble: str = "") -> ReportDelivery:
    """An attempt is under way or failed: the price's page says so. For the house's step."""
    kept = house_delivery(w, delivery_id)
    kept.deemed_on, kept.trouble = deemed_on, trouble[:300]
    kept.way = way.value if way else kept.way
    w.flush()
    words = f"向{kept.party_name}送达报告失败：{trouble}" if trouble else f"向{kept.party_name}送达报告：{Way(kept.way).word}"
    record(w, "valuation.report_service", "valuation", kept.valuation_id, words[:250], case_id=kept.case_id, authority=cite("RP-24"))
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
    """The day on which a party received a report, counts as having received it, or will when the days of a notice have passed."""
    days = [each.reached_on or each.deemed_on for each in deliveries if each.party_id == party_id and ref in each.reports]
    return min((day for day in days if day is not None), default=None)


def _check(sending: Sending, today: date, *, agreed: bool) -> None:
    if sending.sent_on > today:
        raise Invalid("发出日不能晚于今天", field="sent_on")
    if sending.way is Way.ELECTRONIC and not agreed:
        raise Invalid("受送达人未同意电子送达，不能用这种方式（民诉法 第90条）", field="way")
    if sending.way is Way.PUBLICATION and len(sending.note.strip()) < 4:
        raise Invalid(f"写明为何无法送达，以及公示网址（{cite('RP-25')}）", field="note")
    if sending.way is not Way.PUBLICATION and sending.reached_on is not None and not sending.sent_on <= sending.reached_on <= today:
        raise Invalid("收到日应在发出日之后、不晚于今天", field="reached_on")


def _met_when_all_sent(w: Work, found: Valuation, reports: Sequence[PriceReport | Appraisal]) -> None:
    deliveries, people = list_deliveries(w, [found.id]), recipients(w, found.case_id)
    for each in reports:
        if all(each.ref in sent_to(deliveries, party.id) for party in people):
            met(w, "send_reports", ("report", each.id))
