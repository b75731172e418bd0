"""What clerk and panel do with the money of the sale: the sheet, the vote, its service, and the pay-out when nobody has objected."""

from __future__ import annotations

from app.demonstration.acts import Playing
from app.demonstration.stage import Stage
from app.domains.approvals import service as approvals
from app.domains.approvals.queries import list_waiting
from app.domains.approvals.rules import AGREES
from app.domains.cases.queries import house_case, list_parties
from app.domains.cases.types import PartyRole
from app.domains.settlements import distributing, objecting
from app.domains.settlements.distribution_rules import Creditor, Nature

SHEET = "distribution"


def draft(stage: Stage, playing: Playing) -> None:
    """The clerk drafts the sheet: the applicant's claim, the enforcement fee by its bands (EX-32), then before the panel."""
    with stage.work("clerk") as w:
        sheet, case = distributing.draft(w, playing.memo["settlement"]), house_case(w, playing.memo["case"])
        applicant = next(each.name for each in list_parties(w, case.id) if each.role == PartyRole.APPLICANT.value)
        distributing.add(w, sheet.id, Creditor(applicant, case.basis_number, Nature.ORDINARY, 1, case.claim, case.claim))
        distributing.charge_fee(w, sheet.id)
        distributing.submit(w, sheet.id)
        playing.memo["sheet"] = sheet.id


def vote(stage: Stage, playing: Playing, login: str) -> None:
    """A panel member votes on exactly this sheet."""
    with stage.work(login) as w:
        asked = next(each for each in list_waiting(w, kinds=[SHEET]) if each.subject_id == playing.memo["settlement"])
        approvals.cast_vote(w, asked.id, {SHEET: AGREES}, digest=asked.digest)


def serve(stage: Stage, playing: Playing) -> None:
    """Creditor and debtor receive the sheet: fifteen days to object (EX-23)."""
    with stage.work("clerk") as w:
        for party in distributing.list_served(w, playing.memo["sheet"]):
            objecting.serve(w, party.id, on=w.today, way="直接送达")


def pay_out(stage: Stage, playing: Playing) -> None:
    """Nobody objected: the sheet is final and the cashier pays by it."""
    with stage.work("clerk") as w:
        objecting.finish(w, playing.memo["sheet"])
        distributing.note_paid_out(w, playing.memo["sheet"], on=w.today, note="案款发放凭证 2026-0414-009")
