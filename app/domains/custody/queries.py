"""Reads of custody. Courts see by case; an agency sees the things it holds or is to take, and of their chain only the links of its own time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from app.domains.agencies.queries import courts_closed_to
from app.domains.assets.tables import Asset
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.custody.tables import KeptItem, Look, Move, MovedItem, MoveSignature, Seal, SealBreak
from app.infra.slices import Slice
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.actor import Actor
from app.kernel.errors import NotFound

Statement = TypeVar("Statement", bound=Select[Any])
_BY_NUMBER = (func.length(KeptItem.no), KeptItem.no, KeptItem.id)


@dataclass
class Chain:
    """Everything of some things' chains: hand-overs with their signatures, breaks, looks; each by thing, oldest first."""

    moves: dict[str, list[Move]] = field(default_factory=dict)
    signatures: dict[str, list[MoveSignature]] = field(default_factory=dict)
    breaks: dict[str, list[SealBreak]] = field(default_factory=dict)
    looks: dict[str, list[Look]] = field(default_factory=dict)


def held_by(statement: Statement, actor: Actor) -> Statement:
    """A select over KeptItem limited to what the actor may see."""
    if not actor.is_outside:
        return in_scope(statement, KeptItem, actor)
    return within(statement.where(_holds(actor)), "custody")


def _holds(actor: Actor) -> ColumnElement[bool]:
    if actor.agency_id is None:
        return false()
    mine = or_(KeptItem.holder_agency_id == actor.agency_id, KeptItem.offered_agency_id == actor.agency_id)
    return and_(mine, KeptItem.court_id.not_in(courts_closed_to(actor.agency_id)))


def get_item(r: Reading, item_id: str) -> KeptItem:
    """A thing in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(held_by(select(KeptItem), r.actor).where(KeptItem.id == item_id))
    if found is None:
        raise NotFound
    return found


def list_items(r: Reading, asked: Slice, *, open_only: bool = False) -> Sequence[tuple[KeptItem, str, str]]:
    """A page of things in scope with case number and asset title, missing links first; one query."""
    chosen: Any = select(KeptItem, Case.number, Asset.title)
    wanted: Select[Any] = chosen.join(Case, Case.id == KeptItem.case_id).join(Asset, Asset.id == KeptItem.asset_id)
    if open_only:
        wanted = wanted.where(KeptItem.gap != "")
    order = (case((KeptItem.gap != "", 0), else_=1), KeptItem.asset_id, *_BY_NUMBER)
    searched = (KeptItem.seal_no, KeptItem.name, KeptItem.holder_name, KeptItem.place, Asset.title, Case.number)
    rows = r.session.execute(held_by(asked.of(wanted.order_by(*order), *searched), r.actor)).all()
    return [(row[0], row[1], row[2]) for row in rows]


def items_of_asset(r: Reading, asset_id: str) -> Sequence[KeptItem]:
    """Things of an asset in scope, by number."""
    return r.session.scalars(held_by(select(KeptItem), r.actor).where(KeptItem.asset_id == asset_id).order_by(*_BY_NUMBER)).all()


def count_open(r: Reading) -> int:
    """How many things in scope have a missing link."""
    return r.session.scalar(held_by(select(func.count(KeptItem.id)).where(KeptItem.gap != ""), r.actor)) or 0


def house_items(r: Reading, asset_id: str) -> Sequence[KeptItem]:
    """Things of an asset for the house's own steps."""
    return r.session.scalars(for_house(select(KeptItem)).where(KeptItem.asset_id == asset_id).order_by(*_BY_NUMBER)).all()


def find_seal(r: Reading, court_id: str, number: str) -> Seal | None:
    """The seal of that number in a court, also one long broken."""
    return r.session.scalar(for_house(select(Seal)).where(Seal.court_id == court_id, Seal.number == number))


def get_move(r: Reading, move_id: str) -> Move:
    """A hand-over in the actor's scope: of the court's case; of an agency when it is a side and holds or is to take the things. NotFound otherwise."""
    wanted = select(Move).where(Move.id == move_id)
    found = r.session.scalar(_of_side(wanted, r.actor) if r.actor.is_outside else in_scope(wanted, Move, r.actor))
    if found is None:
        raise NotFound
    return found


def _of_side(statement: Statement, actor: Actor) -> Statement:
    things = select(MovedItem.move_id).join(KeptItem, KeptItem.id == MovedItem.item_id).where(_holds(actor))
    side = or_(Move.from_agency_id == actor.agency_id, Move.to_agency_id == actor.agency_id)
    return within(statement.where(side, Move.id.in_(things)), "custody")


def things_of_move(r: Reading, move: Move) -> Sequence[tuple[KeptItem, str]]:
    """The things of a hand-over that the caller holds, with the seal of that day."""
    rows = select(KeptItem, MovedItem.seal_no).join(MovedItem, MovedItem.item_id == KeptItem.id).where(MovedItem.move_id == move.id)
    return [(row[0], row[1]) for row in r.session.execute(for_house(rows.order_by(*_BY_NUMBER))).all()]


def signatures_of(r: Reading, move: Move) -> dict[str, MoveSignature]:
    """The signatures of a hand-over that the caller holds, by side."""
    return {each.side: each for each in r.session.scalars(for_house(select(MoveSignature)).where(MoveSignature.move_id == move.id))}


def get_break(r: Reading, break_id: str) -> tuple[SealBreak, KeptItem]:
    """A break of seal of a thing in scope, with the thing."""
    found = r.session.scalar(for_house(select(SealBreak)).where(SealBreak.id == break_id))
    if found is None:
        raise NotFound
    return found, get_item(r, found.item_id)


def get_look(r: Reading, look_id: str) -> tuple[Look, KeptItem]:
    """A look at a thing in scope, with the thing."""
    found = r.session.scalar(for_house(select(Look)).where(Look.id == look_id))
    if found is None:
        raise NotFound
    return found, get_item(r, found.item_id)


def chain_of(r: Reading, items: Sequence[KeptItem]) -> Chain:
    """The chains of things that the caller holds, four queries; an agency gets the links of its own time only, so that it learns of no other holder."""
    chain, ids = Chain(), [each.id for each in items]
    moves = select(Move, MovedItem.item_id).join(MovedItem, MovedItem.move_id == Move.id).where(MovedItem.item_id.in_(ids), Move.cancelled_at.is_(None))
    if r.actor.is_outside:
        moves = moves.where(or_(Move.from_agency_id == r.actor.agency_id, Move.to_agency_id == r.actor.agency_id))
    for move, item_id in r.session.execute(for_house(moves.order_by(Move.at, Move.id))).all():
        chain.moves.setdefault(item_id, []).append(move)
    of_moves = {move.id for kept in chain.moves.values() for move in kept}
    for signature in r.session.scalars(for_house(select(MoveSignature)).where(MoveSignature.move_id.in_(of_moves)).order_by(MoveSignature.at)):
        chain.signatures.setdefault(signature.move_id, []).append(signature)
    since: Mapping[str, Any] = {each.id: each.held_since_at for each in items} if r.actor.is_outside else {}
    for each in r.session.scalars(for_house(select(SealBreak)).where(SealBreak.item_id.in_(ids)).order_by(SealBreak.at, SealBreak.id)):
        if each.item_id not in since or each.at >= since[each.item_id] or not each.reseal_no:
            chain.breaks.setdefault(each.item_id, []).append(each)
    for look in r.session.scalars(for_house(select(Look)).where(Look.item_id.in_(ids)).order_by(Look.due_on)):
        if look.item_id not in since or look.opened_at >= since[look.item_id]:
            chain.looks.setdefault(look.item_id, []).append(look)
    return chain


def due_for_looking(r: Reading, limit: int = 500) -> Sequence[KeptItem]:
    """Held things whose next look is due today or before, for the heartbeat; rows that another heartbeat has are passed over."""
    due = select(KeptItem).where(KeptItem.next_look_on <= r.today, KeptItem.status == "held").order_by(KeptItem.asset_id, KeptItem.no).limit(limit)
    return r.session.scalars(for_house(due.with_for_update(skip_locked=True))).all()


def looks_of(r: Reading, items: Sequence[KeptItem]) -> dict[str, list[Look]]:
    """Looks at things that the caller holds, done or waiting, by thing; one query."""
    found: dict[str, list[Look]] = {}
    for look in r.session.scalars(for_house(select(Look)).where(Look.item_id.in_([each.id for each in items])).order_by(Look.due_on)):
        found.setdefault(look.item_id, []).append(look)
    return found
