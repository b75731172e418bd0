"""What the pages of custody show: an asset's chain, thing by thing, every link in the order of its time with its gap beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domains.custody.queries import Chain, chain_of
from app.domains.custody.rules import SIDES, Gap, stops
from app.domains.custody.service import gaps
from app.domains.custody.tables import KeptItem, Look, Move, MoveSignature, SealBreak
from app.infra.unit_of_work import Reading
from app.kernel.clock import local
from app.kernel.ids import digest_of


@dataclass(frozen=True)
class Link:
    """One line of a chain: what happened, who signed or stood by, photos, the gap that it leaves with its remedy's address."""

    at: datetime
    kind: str
    words: str
    people: str
    photos: tuple[str, ...]
    gap: str = ""
    mend: str = ""
    mend_href: str = ""


@dataclass(frozen=True)
class Thing:
    """A thing with its chain; `open_break`: the break that waits for a re-seal; `look`: the look that is due."""

    item: KeptItem
    links: tuple[Link, ...]
    gaps: tuple[Gap, ...]
    open_break: SealBreak | None
    look: Look | None


def show_things(r: Reading, items: Sequence[KeptItem]) -> list[Thing]:
    """The chains of things that the caller holds; eight queries however many."""
    chain, missing = chain_of(r, items), gaps(r, items)
    return [_thing(item, chain, missing[item.id]) for item in items]


def digest_of_chain(things: Sequence[Thing]) -> str:
    """What the foot of the printed chain carries."""
    return digest_of([{"seal": each.item.seal_no, "links": [[link.at.isoformat(), link.words, link.people] for link in each.links]} for each in things])


def _thing(item: KeptItem, chain: Chain, missing: tuple[Gap, ...]) -> Thing:
    by_ref = {gap.ref: gap for gap in missing}
    breaks, looks = chain.breaks.get(item.id, []), chain.looks.get(item.id, [])
    entered = next((gap for gap in missing if gap.kind == "seal_photo"), None)
    links = [Link(item.sealed_at, "封存", f"封条 {_first_seal(item, breaks)} · {item.name}", _sealers(item), _digests(item.photos), _gap(entered))]
    links += [_of_move(move, chain.signatures.get(move.id, []), by_ref.get(move.id)) for move in chain.moves.get(item.id, [])]
    for each in breaks:
        links += _of_break(each, by_ref.get(each.id), item)
    links += [Link(look.done_at, "检查", look.condition, "完好" if look.sound else "有异常", _digests(look.photos)) for look in looks if look.done_at]
    waiting = next((each for each in breaks if not each.reseal_no), None)
    due = next((look for look in looks if look.done_at is None), None)
    return Thing(item, tuple(sorted(links, key=lambda link: link.at)), missing, waiting, due)


def _of_move(move: Move, signatures: Sequence[MoveSignature], gap: Gap | None) -> Link:
    signed = {each.side: each for each in signatures}
    people = "；".join(_signature(SIDES[side], signed.get(side)) for side in SIDES)
    mend = "" if gap is None else "补签" if gap.kind == "signature" else "补照片"
    return Link(
        move.at, "交接", f"{move.from_name} → {move.to_name}（{move.reason}）", people, _digests(move.photos), _gap(gap), mend, f"/custody/moves/{move.id}"
    )


def _signature(word: str, signed: MoveSignature | None) -> str:
    if signed is None:
        return f"{word}未签名"
    late = f"，{local(signed.at):%m-%d} 补签：{signed.late_reason}" if signed.late_reason else ""
    way = "（纸质）" if signed.way == "paper" else ""
    return f"{word} {signed.signer} ✓{way}{late}"


def _of_break(each: SealBreak, gap: Gap | None, item: KeptItem) -> list[Link]:
    word = f"封条 {each.seal_no} 不符或损坏：{each.note}" if each.found else f"启封 {each.seal_no}（{each.reason}）{each.note}"
    first = Link(
        each.at,
        "查出" if each.found else "启封",
        word,
        _present(each.present),
        _digests(each.photos),
        _gap(gap),
        "复封" if gap else "",
        f"/custody/items/{item.id}",
    )
    if each.resealed_at is None:
        return [first]
    return [first, Link(each.resealed_at, "复封", f"封条 {each.seal_no} → {each.reseal_no}", _present(each.reseal_present), _digests(each.reseal_photos))]


def _gap(gap: Gap | None) -> str:
    return stops(gap.words, "交付") if gap else ""


def _present(present: Sequence[dict[str, Any]]) -> str:
    return "在场 " + "、".join(f"{each['name']}（{each['kind']}）" for each in present) if present else ""


def _sealers(item: KeptItem) -> str:
    return "；".join(each for each in (f"封存人 {item.sealed_by}" if item.sealed_by else "", f"见证人 {item.witness}" if item.witness else "") if each)


def _first_seal(item: KeptItem, breaks: Sequence[SealBreak]) -> str:
    return breaks[0].seal_no if breaks else item.seal_no


def _digests(photos: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(str(each["digest"]) for each in photos)
