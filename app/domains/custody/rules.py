"""What makes a chain of custody whole: signatures of both sides, photos, seals put on again before an official; when a thing is looked at again. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.kernel.actor import Actor
from app.kernel.errors import Invalid, NotAllowed, NotNow

BREAK_REASONS = ("看样", "鉴定", "移交", "损坏")
OFFICIALS = ("法院人员", "公证人员")
PRESENT_KINDS = (*OFFICIALS, "其他")
HOLDERS = {"court": "法院", "agency": "辅助机构", "party": "当事人或第三人", "buyer": "买受人", "owner": "领取的权利人"}
FINAL = frozenset({"buyer", "owner"})
SIDES = {"giver": "交出人", "taker": "接收人"}
EVERY_DAYS, EVERY_DAYS_PERISHABLE = 30, 1
LEAST_WORDS = 4


@dataclass(frozen=True)
class Moved:
    """A hand-over of a thing as the chain needs it: its day, the sides that have not signed, whether it has photos."""

    id: str
    on: date
    unsigned: tuple[str, ...]
    photographed: bool


@dataclass(frozen=True)
class Broken:
    """A break of seal: its day, the seal, whether it was found rather than opened, the next seal ('' yet), photos of that."""

    id: str
    on: date
    seal_no: str
    found: bool
    reseal_no: str
    photographed: bool


@dataclass(frozen=True)
class Gap:
    """A missing link: on which day, in words without an end ('缺 4月3日 的交接签名'), and the row that mends it."""

    on: date
    words: str
    kind: str
    ref: str = ""

    def stops(self, act: str) -> str:
        """'缺 4月3日 的交接签名，不能交付'."""
        return stops(self.words, act)


def stops(words: str, act: str) -> str:
    """The words of a gap with what it stops."""
    return f"{words}，不能{act}"


def gaps_of(sealed_on: date, photographed: bool, moves: Iterable[Moved], breaks: Iterable[Broken]) -> tuple[Gap, ...]:
    """Every missing link of one thing's chain, in the order of its days."""
    found = [] if photographed else [Gap(sealed_on, f"缺 {_day(sealed_on)} 的封存照片", "seal_photo")]
    for move in moves:
        if move.unsigned:
            found.append(Gap(move.on, f"缺 {_day(move.on)} 的交接签名", "signature", move.id))
        if not move.photographed:
            found.append(Gap(move.on, f"缺 {_day(move.on)} 的交接照片", "move_photo", move.id))
    for each in breaks:
        if not each.reseal_no:
            words = f"{_day(each.on)} 封条 {each.seal_no} 不符或损坏，未复封" if each.found else f"{_day(each.on)} 启封 {each.seal_no} 后未复封"
            found.append(Gap(each.on, words, "reseal", each.id))
        elif not each.photographed:
            found.append(Gap(each.on, f"缺 {_day(each.on)} 的复封照片", "reseal_photo", each.id))
    return tuple(sorted(found, key=lambda gap: gap.on))


def refuse_gap(words: str, act: str) -> None:
    """NotNow when a link is missing: nothing further is done before it is mended."""
    if words:
        raise NotNow(stops(words, act), code="chain_gap")


def check_present(present: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Who stood by, as stored; Invalid without a court officer or notary among them (启封必有公证或法院人员)."""
    named = [{"name": name.strip(), "kind": kind} for name, kind in present if name.strip()]
    if any(each["kind"] not in PRESENT_KINDS for each in named):
        raise Invalid("在场人身份应为法院人员、公证人员或其他", field="present")
    if not any(each["kind"] in OFFICIALS for each in named):
        raise Invalid("启封、复封须有法院人员或公证人员在场", field="present")
    return named


def next_look(done_on: date, perishable: bool) -> date:
    """When it is looked at again: after thirty days, what spoils on the next day (AUX-11)."""
    return done_on + timedelta(days=EVERY_DAYS_PERISHABLE if perishable else EVERY_DAYS)


def check_may_sign(actor: Actor, kind: str, agency_id: str | None) -> None:
    """Only the side's own people sign: an agency's for the agency, the court's for the court and, on its screen, for whoever has no account."""
    fits = actor.agency_id == agency_id if agency_id else actor.is_court
    if not fits:
        raise NotAllowed(f"你不能签这一方：应由{'该机构' if agency_id else '本院'}的人签名", code="other_side")


def signer_of(actor: Actor, kind: str, party: str, typed: str) -> str:
    """Who signs: the person signed in for court and agency; for others the name that was written, the party's own by default."""
    return actor.name if kind in ("court", "agency") else (typed.strip() or party)


def late_reason(moved_on: date, today: date, reason: str) -> str:
    """The reason of a signature that comes after the day of the hand-over (补签); Invalid without one, '' when it is in time."""
    if today <= moved_on:
        return ""
    if len(reason.strip()) < LEAST_WORDS:
        raise Invalid(f"补签须写明原因，至少 {LEAST_WORDS} 个字", field="late_reason")
    return reason.strip()[:200]


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"


def move_text(head: Sequence[tuple[str, str]], items: Sequence[tuple[str, str, str, str]], photo_digests: Sequence[str]) -> str:
    """The record that both sides read and sign; items are (number, seal, name, quantity)."""
    lines = ["保管交接记录", *(f"{label}：{words or '—'}" for label, words in head)]
    lines += [f"{no}　封条 {seal}　{name}　{quantity or '—'}" for no, seal, name, quantity in items]
    lines += [f"照片摘要：{digest}" for digest in photo_digests]
    return "\n".join([*lines, "以上物品封条完好、数量相符，双方当场核对，签名确认。"])
