"""Service that follows from facts: what must be served is put on the list, and what was served goes on to the nouns that wait for it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.domains.accounts.queries import names_of
from app.domains.cases.queries import house_case
from app.domains.cases.tables import Party
from app.domains.courts.queries import load_calendar
from app.domains.deadlines import service as deadlines
from app.domains.deadlines.service import Start
from app.domains.documents import service as documents
from app.domains.documents.events import PaperSigned
from app.domains.documents.queries import find_standing, house_document
from app.domains.messages.service import Notice
from app.domains.plans import service as plans
from app.domains.plans.events import PersonTold, PlanFrozen
from app.domains.plans.queries import house_plan
from app.domains.plans.subjects import notices_of
from app.domains.plans.tables import PlanNotice
from app.domains.plans.types import Terms
from app.domains.services import service as services
from app.domains.services.events import ReturnAsked, ServiceDone, ServiceFailed
from app.domains.services.queries import count_open_of_paper, find_service, house_service, list_attempts
from app.domains.services.rules import BUYER, DUTIES, Addressee, addressees
from app.domains.services.tables import Service, ServiceAttempt
from app.domains.settlements import service as settlements
from app.domains.settlements.events import RulingMade, RulingServed
from app.domains.settlements.queries import house_settlement
from app.domains.settlements.rules import IN_KIND, SettlementStatus
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import day_of
from app.law.periods import days_after, days_before
from app.law.serving import NOTICES, PUBLIC_PLACES, Way
from app.law.terms import length_of
from app.steps.paper_case import case_facts, case_view
from app.steps.paper_rows import where_rows_stand
from app.steps.paper_sale import ruling_code
from app.steps.telling import tell_clerk_and_judge

PERSON_NOTICE = "party_auction_notice"
RULINGS = ("sale_ruling", "debt_for_asset_ruling")
SANCTIONS, MEASURE = ("fine_decision", "detention_decision"), "vacating_measure"
E_CONSENT = "送达地址确认书载明同意电子送达"


@where_rows_stand
def open_for_paper(w: Work, fact: PaperSigned) -> None:
    """A signed paper goes to everybody whom it names; what its recipient learned by another way already stays closed."""
    duty, document = DUTIES.get(fact.code), house_document(w, fact.document_id)
    if duty is None or document is None:
        return
    due_on = days_after(w.today, duty.days, load_calendar(w.session)).due_on if duty.days else None
    for to in addressees(duty, document.facts):
        of = (fact.case_id, fact.court_id, document.case_number, fact.subject_kind, fact.subject_id, fact.code, fact.title)
        order = services.Order(*of, to, duty.rule, due_on, document.asset_id, document.id, consent_of(w, fact.case_id, to.name))
        services.open_service(w, order)


@where_rows_stand
def open_for_persons(w: Work, fact: PlanFrozen) -> None:
    """The auction notice for each person who is not told yet, three days before the announcement (NA-15)."""
    plan = house_plan(w, fact.plan_id)
    view, announce_on = case_view(w, plan.case_id), Terms.from_json(plan.terms).announce_on
    due_on = _before(w, announce_on)
    natural = {each.name: each.kind == "natural" for each in view.parties}
    for notice in notices_of(w, plan.id):
        if notice.told_on is not None:
            continue
        paper = find_standing(w, "plan_notice", notice.id, PERSON_NOTICE)
        to = Addressee(notice.name, notice.capacity, natural.get(notice.name, True), address_of(view.parties, notice.name))
        of = (plan.case_id, plan.court_id, view.case.number, "plan_notice", notice.id, PERSON_NOTICE, "拍卖通知书", to, "NA-15", due_on)
        services.open_service(w, services.Order(*of, plan.asset_id, paper.id if paper else None, consent_of(w, plan.case_id, notice.name)))


@where_rows_stand
def open_for_buyer(w: Work, fact: RulingMade) -> None:
    """The ruling for the buyer within ten days of the full price (AS-17), whether its sheet is complete or not."""
    settlement = house_settlement(w, fact.settlement_id)
    if not settlement.buyer_name:
        return
    view, paper = case_view(w, fact.case_id), find_standing(w, "settlement", fact.settlement_id, ruling_code(settlement))
    due_on = days_after(settlement.paid_on or w.today, length_of("serve_ruling"), load_calendar(w.session)).due_on
    to = Addressee(settlement.buyer_name, BUYER, settlement.buyer_id_kind != "uscc", settlement.buyer_address)
    of = (
        fact.case_id,
        fact.court_id,
        view.case.number,
        "settlement",
        fact.settlement_id,
        ruling_code(settlement),
        f"{settlements.ruling_word(settlement)}书",
        to,
        "AS-17",
        due_on,
    )
    services.open_service(w, services.Order(*of, fact.asset_id, paper.id if paper else None))


def close_for_person(w: Work, fact: PersonTold) -> None:
    """Told on the plan's page, in short form."""
    plan = house_plan(w, fact.plan_id)
    notice = next((each for each in notices_of(w, plan.id) if each.id == fact.notice_id), None)
    if notice is not None and (found := find_service(w, "plan_notice", notice.id, PERSON_NOTICE, notice.name)):
        services.note_done(w, found.id, fact.way, fact.on)


def close_ruling(w: Work, fact: RulingServed) -> None:
    """Recorded on the account's page, in short form."""
    settlement = house_settlement(w, fact.settlement_id)
    if found := find_service(w, "settlement", fact.settlement_id, ruling_code(settlement), fact.buyer_name):
        services.note_done(w, found.id, settlement.ruling_served_way, fact.served_on)


def carry_on(w: Work, fact: ServiceDone) -> None:
    """The day of service goes where it is waited for: the person is told (NA-15), title passes (NA-29), the paper is served."""
    if fact.subject_kind == "plan_notice" and fact.code == PERSON_NOTICE:
        _tell_plan(w, fact)
    if fact.subject_kind == "settlement" and fact.code in RULINGS and _reached_buyer(w, fact):
        settlements.serve_ruling(w, fact.subject_id, served_on=fact.on, way=fact.way)
    if fact.code in SANCTIONS and fact.subject_kind == MEASURE:
        _start_review(w, fact)
    if fact.document_id and house_document(w, fact.document_id, lock=True) and not count_open_of_paper(w, fact.document_id):
        documents.note_served(w, fact.document_id)


@where_rows_stand
def make_return(w: Work, fact: ServiceDone) -> None:
    """送达回证 of what was served by an attempt; what was noted in short form has none."""
    _return_of(w, fact.service_id)


@where_rows_stand
def make_asked_return(w: Work, fact: ReturnAsked) -> None:
    """The same, asked for by somebody."""
    _return_of(w, fact.service_id)


def _return_of(w: Work, service_id: str) -> None:
    found = house_service(w, service_id)
    tried = list_attempts(w, found.id)
    if not tried:
        return
    view = case_view(w, found.case_id)
    facts = {**case_facts(view), **_return_facts(w, found, tried[-1], view.names.get(tried[-1].server_id) or _server(w, tried[-1]))}
    documents.prepare(w, "service_return", facts, view.about("service", found.id, found.asset_id, by_judge=False))


def tell_failed(w: Work, fact: ServiceFailed) -> None:
    """A failure is work: clerk and judge are told."""
    notice = Notice("service", f"送达失败，待另行送达：{fact.title}（{fact.recipient}）", link=f"/service/{fact.service_id}", case_id=fact.case_id)
    tell_clerk_and_judge(w, fact.case_id, notice)


def _reached_buyer(w: Work, fact: ServiceDone) -> bool:
    """Did the ruling reach the buyer, or the creditor who takes the thing, while it waits for that?"""
    settlement = house_settlement(w, fact.subject_id)
    waits = settlement.status == SettlementStatus.RULING_DUE.value
    return waits and (fact.capacity == BUYER or (settlement.regime == IN_KIND and fact.recipient == settlement.buyer_name))


def _start_review(w: Work, fact: ServiceDone) -> None:
    """Three days in which whoever is fined or detained may ask the higher court to review it (CP-07)."""
    clerk = house_case(w, fact.case_id).clerk_id
    of = Start(fact.case_id, fact.court_id, fact.subject_kind, fact.subject_id, fact.on, holder_id=clerk, link=f"/cases/{fact.case_id}")
    deadlines.start(w, "sanction_review", of)


def _tell_plan(w: Work, fact: ServiceDone) -> None:
    notice = w.session.scalar(for_house(select(PlanNotice).where(PlanNotice.id == fact.subject_id)))
    if notice is not None and notice.told_on is None:
        plans.note_told(w, notice.plan_id, notice.id, fact.way, fact.on)


def _before(w: Work, announce_on: date | None) -> date | None:
    days = length_of("notify_before_announcement")
    return days_before(announce_on, days, load_calendar(w.session)).due_on if announce_on else None


def consent_of(w: Work, case_id: str, name: str) -> str:
    agreed = w.session.scalar(for_house(select(Party.id).where(Party.case_id == case_id, Party.name == name, Party.e_service.is_(True)).limit(1)))
    return E_CONSENT if agreed else ""


def address_of(parties: tuple[Party, ...], name: str) -> str:
    return next((each.address for each in parties if each.name == name), "")


def _server(w: Work, tried: ServiceAttempt) -> str:
    return names_of(w.session, {tried.server_id}).get(tried.server_id, "")


def _return_facts(w: Work, found: Service, tried: ServiceAttempt, server: str) -> dict[str, object]:
    document = house_document(w, found.document_id) if found.document_id else None
    way, told = Way(tried.way), tried.told
    number = f"{found.case_number}{document.facts.get('serial_suffix') or ''}" if document else found.case_number
    return {
        "papers": [{"name": found.title, "number": number, "copies": 1}],
        "recipient": found.recipient,
        "way": tried.way,
        "place": tried.place or told.get("channel") or PUBLIC_PLACES.get(way) or told.get("ground"),
        "servers": [server, tried.second],
        "helper": tried.helper,
        "delivered_at": None if way in NOTICES or way is Way.ELECTRONIC else tried.at,
        "receiver_name": told.get("receiver", ""),
        "relation": told.get("relation", ""),
        "refusal_note": tried.note if tried.result == "拒收" else "",
        "witnesses": [told["witness"]] if told.get("witness") else [],
        "recorded": [str(each.get("name")) for each in tried.photos],
        "postal_no": told.get("postal_no", ""),
        "e_channel": told.get("channel", ""),
        "e_received_at": tried.at if way is Way.ELECTRONIC else None,
        "consent_ref": told.get("consent", ""),
        "notary_no": told.get("notary_no", ""),
        "notice_published_on": day_of(tried.at) if way in NOTICES else None,
        "notice_days": NOTICES[way][0] if way in NOTICES else None,
        "ground": told.get("ground", ""),
        "at_court": bool(told.get("at_court")),
        "address_confirmed": bool(told.get("address_confirmed")),
    }
