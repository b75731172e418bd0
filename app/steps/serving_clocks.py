"""Services whose day starts a period of objection: reports to the parties (RP-24 to RP-26), the distribution sheet to creditors and debtors (EX-23)."""

from __future__ import annotations

from app.domains.cases.queries import house_case
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.documents.events import PaperSigned
from app.domains.services import service as services
from app.domains.services.events import ServiceDone, ServiceEntrusted, ServiceFailed, ServiceUnderWay
from app.domains.services.queries import list_of_subject
from app.domains.services.rules import Addressee
from app.domains.settlements import distributing, objecting
from app.domains.settlements.events import DistributionApproved, DistributionChanged, SheetReceived
from app.domains.valuations import delivery
from app.domains.valuations.events import ReportsReached, ReportsSent
from app.domains.valuations.types import Way as Sent
from app.infra.unit_of_work import Work
from app.law.serving import NOTICES, Way
from app.steps.paper_case import case_view
from app.steps.serving import address_of, consent_of

REPORTS, SHEET = "price_reports", "distribution_plan"
ENTRUSTED = "delegated_service"
OF_REPORTS, OF_SHEET = "report_delivery", "distribution_party"
WAY_OF = {Sent.DIRECT: Way.DIRECT, Sent.MAIL: Way.POST, Sent.ELECTRONIC: Way.ELECTRONIC, Sent.PUBLICATION: Way.DISCLOSURE}
SENT_BY = {Way.POST: Sent.MAIL, Way.ELECTRONIC: Sent.ELECTRONIC, **dict.fromkeys(NOTICES, Sent.PUBLICATION)}


def open_for_reports(w: Work, fact: ReportsSent) -> None:
    """The reports' service to one party; what the clerk told with it is its first news."""
    view = case_view(w, fact.case_id)
    party = next(each for each in view.parties if each.id == fact.party_id)
    to = Addressee(party.name, "当事人", party.kind == "natural", party.address)
    of = (fact.case_id, fact.court_id, view.case.number, OF_REPORTS, fact.delivery_id, REPORTS, fact.title, to, "RP-24")
    opened = services.open_service(w, services.Order(*of, asset_id=fact.asset_id, consent=consent_of(w, fact.case_id, party.name)))
    way = WAY_OF[Sent(fact.way)]
    if fact.reached_on is not None:
        services.note_done(w, opened.id, way, fact.reached_on)
    else:
        services.note_sent(w, opened.id, way, fact.sent_on)


def close_for_reports(w: Work, fact: ReportsReached) -> None:
    """Received, told on the price's page: the service is done by that day."""
    for found in list_of_subject(w, OF_REPORTS, [fact.delivery_id]):
        services.note_done(w, found.id, WAY_OF[Sent(fact.way)], fact.on)


def open_for_sheet(w: Work, fact: DistributionApproved) -> None:
    """The sheet goes to every creditor and debtor on it, whether a party of the case or not."""
    view = case_view(w, fact.case_id)
    natural = {each.name: each.kind == "natural" for each in view.parties}
    for party in distributing.list_served(w, fact.distribution_id):
        to = Addressee(party.name, party.capacity, natural.get(party.name, True), address_of(view.parties, party.name))
        of = (fact.case_id, fact.court_id, view.case.number, OF_SHEET, party.id, SHEET, "案款分配方案", to, "EX-23")
        services.open_service(w, services.Order(*of, asset_id=fact.asset_id, consent=consent_of(w, fact.case_id, party.name)))


def attach_sheet(w: Work, fact: PaperSigned) -> None:
    """The signed sheet is the paper of services that are open for it."""
    sheet = distributing.find_sheet(w, fact.subject_id) if fact.code == SHEET else None
    parties = distributing.list_served(w, sheet.id) if sheet else ()
    for found in list_of_subject(w, OF_SHEET, [each.id for each in parties]):
        services.attach(w, found, fact.document_id)


def close_for_sheet(w: Work, fact: SheetReceived) -> None:
    """Received, told on the sheet's page: the service is done by that day."""
    for found in list_of_subject(w, OF_SHEET, [fact.party_id]):
        services.note_done(w, found.id, fact.way, fact.on)


def drop_for_sheet(w: Work, fact: DistributionChanged) -> None:
    """The sheet was mended: the old one is served on nobody any more."""
    for found in list_of_subject(w, OF_SHEET, fact.party_ids):
        services.drop(w, found, "分配方案已修改")


def start_clocks(w: Work, fact: ServiceDone) -> None:
    """The day of service, a deemed one alike, starts the party's days."""
    if fact.subject_kind == OF_REPORTS:
        delivery.take_service(w, fact.subject_id, _sent_by(fact.way), fact.on)
    elif fact.subject_kind == OF_SHEET:
        objecting.take_service(w, fact.subject_id, on=fact.on, way=fact.way)


def follow(w: Work, fact: ServiceUnderWay) -> None:
    """A report is under way again, or a notice of it runs."""
    if fact.subject_kind == OF_REPORTS:
        delivery.follow_service(w, fact.subject_id, way=_sent_by(fact.way), deemed_on=fact.on)


def note_failure(w: Work, fact: ServiceFailed) -> None:
    """A report came back: its page never looks done."""
    if fact.subject_kind == OF_REPORTS:
        delivery.follow_service(w, fact.subject_id, trouble=fact.reason)


def run_entrusted(w: Work, fact: ServiceEntrusted) -> None:
    """Ten days for the court that serves in our place, from the day it got the letter; the clerk asks after it."""
    clerk = house_case(w, fact.case_id).clerk_id
    deadlines.start(w, ENTRUSTED, Start(fact.case_id, fact.court_id, "service", fact.service_id, fact.on, holder_id=clerk))


def meet_entrusted(w: Work, fact: ServiceDone) -> None:
    """Served: the days are met by the day of service, or no longer matter where another way came first."""
    if fact.way == Way.DELEGATED:
        deadlines.meet(w, ENTRUSTED, "service", fact.service_id, on=fact.on)
    else:
        deadlines.end(w, ENTRUSTED, "service", fact.service_id, reason="已用其他方式送达")


def drop_entrusted(w: Work, fact: ServiceFailed | ServiceUnderWay) -> None:
    """It came back, or is sent anew: nothing runs for the court that was asked before."""
    deadlines.end(w, ENTRUSTED, "service", fact.service_id, reason="委托送达未果或者另行送达")


def _sent_by(way: str) -> Sent:
    return SENT_BY.get(Way(way), Sent.DIRECT)
