"""Custody: what accepted tasks told becomes chains, the asset learns of a missing link, holders are told of what waits for them."""

from __future__ import annotations

from app.domains.assets import service as assets
from app.domains.cases.queries import house_case
from app.domains.custody.events import ChainChanged, HarmFound, LooksDue, MoveOpened
from app.domains.custody.receiving import Told, take_told
from app.domains.messages.service import Notice, tell, tell_role
from app.domains.tasks.events import TaskAccepted
from app.domains.tasks.queries import house_task, list_versions
from app.infra.unit_of_work import Work
from app.kernel.actor import Role

SEALING = ("sample_sealing", "custody")


def take_sealed(w: Work, fact: TaskAccepted) -> None:
    """What was sealed or taken into custody is entered from the version that was accepted, with its checks."""
    if fact.kind in SEALING:
        version = list_versions(w, house_task(w, fact.task_id))[-1]
        photos = list(fact.findings.get("photos", ()))
        take_told(w, Told(fact.asset_id, fact.agency_id, fact.task_id, version.form, version.digest, photos, fact.worker_id))


def note_gap(w: Work, fact: ChainChanged) -> None:
    """The asset carries the first missing link: the plan's check, the package and the handing over ask it there."""
    assets.note_custody(w, fact.asset_id, fact.gap)


def tell_of_move(w: Work, fact: MoveOpened) -> None:
    """The agencies of a hand-over hear that their signature is wanted."""
    notice = Notice("custody", f"交接待签名：{fact.title}", link=f"/custody/moves/{fact.move_id}")
    for agency_id in fact.agency_ids:
        tell_role(w, Role.AGENCY, notice, agency_id=agency_id)


def tell_of_looks(w: Work, fact: LooksDue) -> None:
    """Whoever holds the things hears that a look is due."""
    words = f"{fact.count} 件保管物到期检查"
    if fact.agency_id:
        tell_role(w, Role.AGENCY, Notice("custody", words, link="/custody"), agency_id=fact.agency_id)
    else:
        tell(w, [house_case(w, fact.case_id).clerk_id], Notice("custody", words, link=f"/assets/{fact.asset_id}/custody", case_id=fact.case_id))


def tell_of_harm(w: Work, fact: HarmFound) -> None:
    """Spoilt or damaged: clerk and judge hear it at once (AUX-11)."""
    case = house_case(w, fact.case_id)
    notice = Notice("custody", f"保管物有异常：{fact.title}", body=fact.words, link=f"/assets/{fact.asset_id}/custody", case_id=fact.case_id)
    tell(w, [case.clerk_id, case.judge_id], notice)
