"""The president's order to leave (民诉法 第261条): whom it may be asked for, what the president reads, and the paper 腾空公告."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from app.domains.accounts.queries import list_people_in_role
from app.domains.approvals import service as approvals
from app.domains.approvals.events import Decided
from app.domains.assets.tables import Asset
from app.domains.cases.types import PartyRole
from app.domains.documents import service as documents
from app.domains.handovers.events import NoticeAsked
from app.domains.handovers.queries import house_handover
from app.domains.handovers.service import ordered_day
from app.domains.handovers.tables import Handover
from app.domains.vacating import planning
from app.domains.vacating.plan_words import care_words, occupant_words
from app.domains.vacating.queries import find_of_handover, find_plan, people_of
from app.domains.vacating.rules import ARRANGEMENTS, BEFORE_NOTICE, Person, missing_words
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.clock import SHANGHAI
from app.kernel.errors import NotNow
from app.law.occupants import Verdict, arrangements_for
from app.law.subjects import AssetKind
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import CaseView, case_facts, case_view
from app.steps.paper_rows import where_rows_stand


def check_people(w: Work, fact: NoticeAsked) -> None:
    """A house or land: its people were urged (VC-04), are listed and judged, and somebody has to leave. Of goods nobody moves out."""
    thread = find_of_handover(w, fact.handover_id)
    if thread is None:
        return
    gates = [each for each in planning.gates(w, thread, find_plan(w, thread.id)) if each.code in BEFORE_NOTICE]
    if missing := missing_words(gates):
        raise NotNow(f"还不能提请院长签发公告：{missing}", code="gates")
    if not _leaving(w, fact.handover_id):
        raise NotNow("登记的占有人都已迁出或者依法不腾退，不发公告", code="nobody_leaves")


def ask_president(w: Work, fact: NoticeAsked) -> None:
    """Only the president signs an order to leave; what it says and for whom is read in the question."""
    handover, people = house_handover(w, fact.handover_id), _leaving(w, fact.handover_id)
    lines = [f"标的物：{handover.title}", f"所在地：{handover.place}", f"限期：{ordered_day(handover)} 17:00 前"]
    lines += [f"占有人：{occupant_words(each)}" for each in people]
    lines += [f"须有的照护：{ARRANGEMENTS[each]}" for each in arrangements_for(frozenset(care for each in people for care in each.cares))]
    thread = find_of_handover(w, fact.handover_id)
    figures = {"urged": f"{thread.urged_on} 起" if thread.urged_on else "已告知", "listed": f"应当腾退 {len(people)} 项"} if thread else {}
    of = ("vacating_notice", fact.case_id, fact.court_id, "handover", fact.handover_id, fact.digest, fact.title, fact.by_id)
    approvals.ask(w, approvals.Ask(*of, body="\n".join(lines), figures=figures))


@where_rows_stand
def make_notice(w: Work, fact: NoticeAsked) -> None:
    """腾空公告: a draft for the president."""
    _notice(w, house_handover(w, fact.handover_id))


@where_rows_stand
def sign_notice(w: Work, fact: Decided) -> None:
    """The president agreed: the paper carries the day of that signature."""
    if fact.kind == "vacating_notice" and fact.verdict == "agree":
        documents.sign_as_decided(w, _notice(w, house_handover(w, fact.subject_id)))


def _notice(w: Work, handover: Handover) -> str:
    view, asset = case_view(w, handover.case_id), house_asset_whole(w, handover.asset_id)
    presidents = list_people_in_role(w.session, Role.PRESIDENT, court_id=handover.court_id)
    leave_by = ordered_day(handover)
    facts = {
        **case_facts(view),
        **asset_facts(view, asset),
        **_people(w, handover, view, asset),
        "thing": _thing_to_leave(AssetKind(asset.law_class)),
        "vacate_by_at": datetime.combine(leave_by, time(17), SHANGHAI) if leave_by else None,
        "president_name": presidents[0].name if presidents else None,
        "signed_on": w.today,
    }
    return documents.prepare(w, "vacating_notice", facts, view.about("handover", handover.id, handover.asset_id, by_judge=False)).id


def _people(w: Work, handover: Handover, view: CaseView, asset: Asset) -> dict[str, Any]:
    """Who has to leave as the thread lists them; of goods the debtor who holds them."""
    if find_of_handover(w, handover.id) is None:
        return {"occupants": view.names_in(PartyRole.DEBTOR) if asset.occupancy.startswith("debtor") else None}
    people = _leaving(w, handover.id)
    cares = [{"who": each.words, "need": care_words(each), "measure": _measures(each)} for each in people if each.cares]
    return {"occupants": [each.words for each in people] or None, "special_care": cares}


def _measures(person: Person) -> str:
    return "、".join(ARRANGEMENTS[each] for each in arrangements_for(person.cares))


def _leaving(w: Work, handover_id: str) -> list[Person]:
    thread = find_of_handover(w, handover_id)
    return [each for each in people_of(w, thread.id) if not each.left and each.verdict is Verdict.LEAVES] if thread else []


def _thing_to_leave(kind: AssetKind) -> str:
    """As the notice calls what is to be left or given up (papers.md 26)."""
    if not kind.is_real_estate:
        return "动产"
    return {AssetKind.HOUSE: "房屋", AssetKind.LAND: "土地"}.get(kind, "房屋（土地）")
