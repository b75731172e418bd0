"""Letters between courts about the right to sell: ours asking for it, ours handing it over (法释〔2016〕6号; EX-22, CL-13)."""

from __future__ import annotations

from collections.abc import Mapping

from app.domains.assets.tables import Asset
from app.domains.documents import service as documents
from app.domains.documents.filters import d
from app.domains.seizures.events import LienAnswered, LienAsked
from app.domains.seizures.queries import house_request
from app.domains.seizures.tables import LienRequest
from app.infra.unit_of_work import Work
from app.law.seizure import SENIOR_LIEN_ANSWER_DAYS
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import CaseView, case_facts, case_view
from app.steps.paper_rows import where_rows_stand


@where_rows_stand
def make_request(w: Work, fact: LienAsked) -> None:
    """商请移送执行函, where we are the court of the senior lien."""
    if fact.direction != "out":
        return
    row, view, asset = _read(w, fact)
    first = min((each.starts_on for each in asset.seizures if each.rank == 1), default=None)
    facts = {"senior_claim": row.lien, "first_seized_on": first, "reply_days": SENIOR_LIEN_ANSWER_DAYS, "letter_no": row.letter_no, "signed_on": row.asked_on}
    _prepare(w, "lien_request_letter", row, view, asset, facts)


@where_rows_stand
def make_transfer(w: Work, fact: LienAnswered) -> None:
    """移送执行函, where we seized first and agree."""
    if not (fact.agreed and fact.direction == "in"):
        return
    row, view, asset = _read(w, fact)
    facts = {"request_no": row.letter_no, "requested_on": row.asked_on, "letter_no": row.answer_no, "signed_on": fact.on, "seizure_text": _seizures(asset)}
    _prepare(w, "lien_transfer_letter", row, view, asset, facts)


def _read(w: Work, fact: LienAsked | LienAnswered) -> tuple[LienRequest, CaseView, Asset]:
    return house_request(w, fact.request_id), case_view(w, fact.case_id), house_asset_whole(w, fact.asset_id)


def _prepare(w: Work, code: str, row: LienRequest, view: CaseView, asset: Asset, own: Mapping[str, object]) -> None:
    other = {"recipient_court": row.other_court, "recipient_case": row.other_case}
    documents.prepare(w, code, {**case_facts(view), **asset_facts(view, asset), **other, **own}, view.about("lien_request", row.id, asset.id))


def _seizures(asset: Asset) -> str | None:
    return "；".join(f"{d(each.starts_on)}首先查封，至{d(each.expires_on)}届满" for each in asset.seizures if each.rank == 1) or None
