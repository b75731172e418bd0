"""Picking an asset to work on: the open ones of the actor's cases first, found by case number, party, name or place. Three queries at most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, or_, select
from sqlalchemy.orm import selectinload

from app.domains.assets.tables import Asset
from app.domains.assets.types import Kind, Status
from app.domains.cases.listing import parties_line
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case, Party
from app.domains.cases.types import Stage
from app.infra.unit_of_work import Reading

SHOWN = 20
_OVER = (Status.HANDED_OVER.value, Status.RELEASED.value)


@dataclass(frozen=True)
class Pick:
    """One asset that can be picked; own: the actor is judge or clerk of its case."""

    asset: Asset
    case_number: str
    parties: str
    kind: str
    status: str
    own: bool


@dataclass(frozen=True)
class Picks:
    """At most SHOWN of them; more: there are others."""

    rows: Sequence[Pick]
    more: bool


def list_picks(r: Reading, words: str = "") -> Picks:
    """Assets of open cases that are neither handed over nor released, own cases first, then the latest filed. Words narrow it down."""
    own = or_(Case.clerk_id == r.actor.id, Case.judge_id == r.actor.id)
    open_ = select(Asset, Case).join(Case, Case.id == Asset.case_id).options(selectinload(Case.parties))
    open_ = open_.where(Case.stage != Stage.CLOSED.value, Asset.status.not_in(_OVER))
    plain = words.strip().replace("(", "（").replace(")", "）")
    if plain:
        named = Case.id.in_(select(Party.case_id).where(Party.name.contains(plain, autoescape=True)))
        told = (Case.number, Asset.title, Asset.place, Asset.cert_no)
        open_ = open_.where(or_(*(column.contains(plain, autoescape=True) for column in told), named))
    order = (case((own, 0), else_=1), Case.filed_on.desc(), Case.id.desc(), Asset.code)
    found = r.session.execute(in_scope(open_.order_by(*order).limit(SHOWN + 1), Asset, r.actor)).all()
    return Picks([_pick(r, asset, its_case) for asset, its_case in found[:SHOWN]], len(found) > SHOWN)


def _pick(r: Reading, asset: Asset, its_case: Case) -> Pick:
    kind = f"{Kind(asset.kind).word} · {asset.subkind}"
    own = r.actor.id in (its_case.clerk_id, its_case.judge_id)
    return Pick(asset, its_case.number, parties_line(its_case.parties), kind, Status(asset.status).word, own)
