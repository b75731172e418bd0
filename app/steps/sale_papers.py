"""Papers after the hammer: confirmation, demand, ruling, registry, handing over, closing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.domains.closings.events import ClosingApproved
from app.domains.deadlines.events import DeadlineSpoke
from app.domains.documents import service as documents
from app.domains.documents.queries import find_standing
from app.domains.handovers import service as handovers
from app.domains.handovers.comparing import METERS
from app.domains.handovers.events import HandedOver
from app.domains.handovers.lines import charges_of, counted_of, keys_of, meters_of
from app.domains.handovers.queries import house_handover, list_signatures
from app.domains.handovers.rules import CAPACITIES, IDENTITIES
from app.domains.handovers.tables import HandoverSignature
from app.domains.rounds.tables import Round
from app.domains.settlements.events import PriceFullyPaid, RulingMade, RulingServed
from app.domains.settlements.queries import house_settlement
from app.domains.settlements.rules import IN_KIND
from app.domains.settlements.tables import Settlement
from app.infra.unit_of_work import Work, for_house
from app.kernel.money import Money, total
from app.steps.court_sheet import class_sheet
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import CaseView, case_facts, case_view
from app.steps.paper_rows import where_rows_stand
from app.steps.paper_sale import buyer_fact, ruling_code, sale_facts

WAYS = {"done": "执行完毕", "cancelled": "销案"}
FOUND = (("标的物状况以公示为准", "condition"), ("钥匙、资料", "keys"), ("计量读数、清点", "meters"), ("费用", "arrears"))


@where_rows_stand
def make_confirmation(w: Work, fact: PriceFullyPaid) -> None:
    """成交确认: the site's confirmation compared with the frozen plan, once the buyer is named."""
    settlement = house_settlement(w, fact.settlement_id)
    if settlement.regime == IN_KIND:
        return
    view, facts = _sold(w, settlement)
    facts = {**facts, "signed_on": w.today}
    documents.prepare(w, "sale_confirmation", facts, view.about("settlement", fact.settlement_id, fact.asset_id))


@where_rows_stand
def make_balance_demand(w: Work, fact: DeadlineSpoke) -> None:
    """余款催缴: while something is owed and the day is near."""
    if fact.code != "balance" or fact.is_over:
        return
    settlement = house_settlement(w, fact.subject_id)
    if settlement.regime == IN_KIND:
        return
    view, facts = _sold(w, settlement)
    facts = {**facts, "as_of": w.today, "signed_on": w.today}
    documents.prepare(w, "balance_demand", facts, view.about("settlement", fact.subject_id))


@where_rows_stand
def make_sale_ruling(w: Work, fact: RulingMade) -> None:
    """成交裁定书: made by the judge's own act; complete once the buyer's address is entered, then signed."""
    settlement = house_settlement(w, fact.settlement_id)
    if settlement.regime == IN_KIND:
        return
    view, facts = _sold(w, settlement)
    own = {"serial_suffix": settlement.ruling_no, "signed_on": settlement.ruling_made_on, "qualification_checked_on": settlement.eligibility.get("on")}
    facts = {**facts, **own, "buyer": buyer_fact(settlement)}
    made = documents.prepare(w, "sale_ruling", facts, view.about("settlement", fact.settlement_id, fact.asset_id))
    documents.sign_as_decided(w, made.id)


@where_rows_stand
def make_assistance_notice(w: Work, fact: RulingServed) -> None:
    """协助执行通知书 where title is registered; the served ruling is noted."""
    settlement, asset = house_settlement(w, fact.settlement_id), house_asset_whole(w, fact.asset_id)
    ruling = find_standing(w, "settlement", fact.settlement_id, ruling_code(settlement))
    if ruling is not None:
        documents.note_served(w, ruling.id)
    view, facts = _sold(w, settlement)
    said = class_sheet(view.court.code, asset.law_class)
    if not said.get("registered"):
        return
    items = [
        f"解除本院对{asset.title}的查封",
        *(f"注销{each}的登记" for each in _texts(facts["burden_extinguished"])),
        f"将{asset.title}转移登记至买受人{fact.buyer_name}名下",
    ]
    facts = {
        **facts,
        "assist_unit": said.get("registry"),
        "assist_items": [{"text": each} for each in items],
        "ruling_no": f"{view.case.number}{settlement.ruling_no}",
        "ruling_served_on": fact.served_on,
        "finish_by_days": view.sheet.get("transfer_days"),
        "signed_on": w.today,
    }
    documents.prepare(w, "transfer_assistance_notice", facts, view.about("settlement", fact.settlement_id, fact.asset_id))


@where_rows_stand
def make_handover_record(w: Work, fact: HandedOver) -> None:
    """移交笔录: what both sides signed on the screen, in the court's form; their signatures are the paper's, so that it is printed at once."""
    handover, settlement = house_handover(w, fact.handover_id), house_settlement(w, fact.settlement_id)
    view, facts = _sold(w, settlement)
    told: dict[str, Any] = handover.record_data
    signed = list_signatures(w, handover.id, live_only=True)
    facts = {
        **facts,
        "handover_at": w.now,
        "handover_place": told.get("place") or handover.place,
        "officers": [each.signer for each in signed if each.capacity != "buyer"],
        "signatures": [{"capacity": CAPACITIES[each.capacity], "signer": each.signer, "at": each.at, "digest": each.digest} for each in signed],
        "recorder": view.clerk,
        "giver": view.court.name,
        "receiver": _named_buyer(w, settlement),
        "attendees": [each for each in told.get("attendees", "").split("、") if each],
        "ruling_no": f"{view.case.number}{settlement.ruling_no}",
        "ruling_served_on": settlement.ruling_served_on,
        "identity_check_text": _identity(signed),
        "compare_rows": _compared(told),
        "keys": keys_of(told.get("keys", "")),
        "meters": meters_of(told.get("meters", "")),
        "meter_photos": len(told.get("photos", {}).get(METERS, [])),
        "counted": counted_of(told.get("meters", "")),
        "settled_arrears": charges_of(told.get("arrears", "")),
        "documents_given": [each for each in told.get("documents", "").split("、") if each],
        "receiver_opinion": told.get("buyer_opinion") or None,
        "defects_noted": [each for each in told.get("defects", "").splitlines() if each.strip()],
        "refusal": told.get("refusal", ""),
    }
    made = documents.prepare(w, "handover_record", facts, view.about("handover", handover.id, handover.asset_id, by_judge=False))
    documents.sign_as_decided(w, made.id)
    handovers.keep_paper(w, handover.id, made.id)


@where_rows_stand
def make_closing_notice(w: Work, fact: ClosingApproved) -> None:
    """结案通知书, where the case is fulfilled or struck: what came in is known; how it was paid out is entered by the clerk.

    Done with less than the claim is done by the parties' settlement or otherwise (法发〔2014〕26号 第15条): the clerk says which.
    """
    if fact.way not in WAYS:
        return
    view = case_view(w, fact.case_id)
    received: list[Money] = list(
        w.session.scalars(for_house(select(Settlement.price).where(Settlement.case_id == fact.case_id, Settlement.paid_on.is_not(None))))
    )
    whole = total(received)
    way = None if fact.way == "done" and whole < view.case.claim else WAYS[fact.way]
    facts = {**case_facts(view), "closing_way": way, "total_received": whole if received else None, "signed_on": w.today}
    documents.prepare(w, "closing_notice", facts, view.about("case", fact.case_id))


def _sold(w: Work, settlement: Settlement) -> tuple[CaseView, dict[str, object]]:
    return sold_facts(w, settlement, w.session.scalar(for_house(select(Round).where(Round.id == settlement.round_id))))


def sold_facts(w: Work, settlement: Settlement, found: Round | None) -> tuple[CaseView, dict[str, object]]:
    """The case and the facts of a sale; of a round that is not there what the site showed is missing."""
    view, asset = case_view(w, settlement.case_id), house_asset_whole(w, settlement.asset_id)
    return view, {**case_facts(view), **asset_facts(view, asset), **sale_facts(settlement, found)}


def _named_buyer(w: Work, settlement: Settlement) -> object:
    """As the ruling names the buyer, where the clerk completed it there."""
    ruling = find_standing(w, "settlement", settlement.id, ruling_code(settlement))
    return ruling.facts.get("buyer") if ruling is not None and settlement.regime != IN_KIND else buyer_fact(settlement)


def _identity(signed: Sequence[HandoverSignature]) -> str | None:
    """How whoever signed as the buyer proved who that is."""
    shown = next((each for each in signed if each.capacity == "buyer" and each.identity), None)
    return f"核对{shown.signer}的{IDENTITIES[shown.identity]}及成交裁定书原件，人证一致" if shown else None


def _compared(told: dict[str, Any]) -> list[dict[str, str]] | None:
    """Published beside found, by rows where they were ticked, and the words typed beside them; else the words of the record."""
    rows = [
        {
            "published": f"{each['head']}：{each['published']}",
            "found": f"{each['found']}（照片{len(each['photos'])}张）" if each.get("photos") else each["found"],
            "difference": "无" if each["same"] == "yes" else "不符",
            "handling": "移交" if each["same"] == "yes" else "记入笔录",
        }
        for each in told.get("compared", [])
    ]
    plain = [{"published": word, "found": told[name], "difference": "见现场状况", "handling": "移交"} for word, name in FOUND if told.get(name)]
    words = told.get("condition_typed", "")
    if rows and words:
        rows.append({"published": FOUND[0][0], "found": words, "difference": "见现场状况", "handling": "记入笔录"})
    return rows or plain or None


def _texts(found: object) -> list[str]:
    return [str(each) for each in found] if isinstance(found, list) else []
