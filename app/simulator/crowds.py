"""Which crowd comes to a lot: the known scripts of the demonstration story, one posted by a test, or one derived from the lot itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid
from app.kernel.money import MalformedMoney, Money
from app.simulator.market import Crowd
from app.simulator.terms import Round, Terms

NOBODY = Crowd(bids=0, target_price=Money(0), bidders=0)
MOST_BIDS = 5_000
BUYERS = ("程以宁", "陆闻笙", "俞知衡", "简书岚", "温其玉", "闻人澈")
RELATIVE = "与承担本次拍卖辅助工作机构的工作人员系近亲属，不得参加竞买（法释〔2016〕18号第34条）"

KNOWN: dict[str, Crowd] = {
    # forms.md §7.2: 76,000 → 595,000 in 235 bids, 17 bidders, 卢小航 blocked as the surveying worker's brother
    "L4": Crowd(
        bids=235,
        target_price=Money.yuan("595000.00"),
        bidders=17,
        extensions=23,
        winner_code="J4471",
        codes=("T0926", "K3310"),
        blocked=(("B0912", RELATIVE),),
        buyer="汪承泽",
    ),
    "L1": Crowd(bids=44, target_price=Money.yuan("2805000.00"), bidders=9, extensions=6, winner_code="F2802", buyer="方屿宁"),
    "L3": NOBODY,
    "L7-1": NOBODY,
    "L7-2": NOBODY,
    "L5": Crowd(bids=21, target_price=Money.yuan("168000.00"), bidders=6, extensions=4, buyer="程以宁"),
    "L6": Crowd(bids=12, target_price=Money.yuan("36000.00"), bidders=4, extensions=3, priority_code="Y0001", buyer="汤砚知"),
    "L7": Crowd(bids=9, target_price=Money.yuan("121000.00"), bidders=3, extensions=2, first_bid_at=at_shanghai(2026, 7, 11, 9, 12, 40), buyer="俞知衡"),
    "L8": Crowd(bids=30, target_price=Money.yuan("505000.00"), bidders=8, extensions=5, buyer="简书岚"),
}
# the same lots by case number, start price in yuan and round, for packages that carry another reference
STORY: dict[tuple[str, int, Round], str] = {
    ("执1207号", 2_380_000, Round.FIRST): "L1",
    ("执1422号", 32_100_000, Round.FIRST): "L3",
    ("执1422号", 76_000, Round.FIRST): "L4",
    ("执1507号", 120_000, Round.FIRST): "L5",
    ("执1633号", 12_000, Round.FIRST): "L6",
    ("执1507号", 140_000, Round.FIRST): "L7-1",
    ("执1507号", 112_000, Round.SECOND): "L7-2",
    ("执1507号", 112_000, Round.SALE): "L7",
    ("执恢86号", 345_000, Round.FIRST): "L8",
}


def crowd_for(terms: Terms, seed: str) -> Crowd:
    """The script known for the lot's reference when its figures fit, else a crowd derived from the seed and the terms."""
    known = KNOWN.get(_story_name(terms))
    if known and (not known.bids or _fits(terms, known)):
        return known
    return derived(terms, seed)


def derived(terms: Terms, seed: str) -> Crowd:
    """A plain crowd: 3 to 90 bids, 5 to 60 per cent above the start; at a start price under which that is no room, just fewer."""
    rng = Random(f"{seed}/crowd")
    bidders = rng.randrange(3, 13)
    bids = bidders * 2 + rng.randrange(0, 66)
    steps = max(bids - 1, terms.starting_price.fen * rng.randrange(5, 61) // 100 // terms.increment.fen)
    crowd = Crowd(
        bids=bids,
        target_price=terms.starting_price + terms.increment * steps,
        bidders=bidders,
        extensions=min(bids // 4, rng.randrange(2, 14)),
        buyer=rng.choice(BUYERS),
    )
    return replace(crowd, priority_code=terms.priority_codes[0], priority_wins=rng.random() < 0.4) if terms.priority_codes else crowd


def read_script(script: Mapping[str, object], terms: Terms) -> Crowd:
    """A posted script `{target_price, bids, bidders, extensions, winner_code, priority_code, priority_wins, first_bid_at, blocked, buyer, none}`.

    Money is a decimal string in yuan, the instant ISO with offset, blocked a list of codes. Raises Invalid naming each bad field.
    """
    unknown = set(script) - _FIELDS
    if unknown:
        raise Invalid("竞买剧本有不认识的字段", faults=tuple((name, "不认识的字段") for name in sorted(unknown)))
    if script.get("none"):
        return NOBODY
    bids = _count(script, "bids", 24)
    return Crowd(
        bids=bids,
        target_price=_target(script, terms, bids),
        bidders=_count(script, "bidders", 5 if bids else 0),
        extensions=_count(script, "extensions", bids // 10),
        winner_code=_code(script, "winner_code"),
        priority_code=_code(script, "priority_code"),
        priority_wins=bool(script.get("priority_wins", True)),
        first_bid_at=_instant(script, "first_bid_at"),
        blocked=tuple((str(code), RELATIVE) for code in _list(script, "blocked")),
        buyer=str(script.get("buyer") or BUYERS[0]),
    )


_FIELDS = frozenset(
    ["target_price", "bids", "seed", "bidders", "extensions", "winner_code", "priority_code", "priority_wins", "first_bid_at", "blocked", "buyer", "none"],
)


def _story_name(terms: Terms) -> str:
    number = terms.case_no[terms.case_no.find("执") :]
    return STORY.get((number, terms.starting_price.fen // 100, terms.round), terms.reference)


def _fits(terms: Terms, crowd: Crowd) -> bool:
    steps, rest = divmod(crowd.target_price.fen - terms.starting_price.fen, terms.increment.fen)
    in_window = crowd.first_bid_at is None or (terms.is_sale and terms.opens_at <= crowd.first_bid_at < terms.ends_at)
    return not rest and steps >= crowd.bids - 1 and in_window and terms.ends_at - terms.opens_at >= timedelta(hours=24)


def _target(script: Mapping[str, object], terms: Terms, bids: int) -> Money:
    text = script.get("target_price")
    if text is None:
        return terms.starting_price + terms.increment * (max(0, bids - 1) * 2)
    try:
        return Money.yuan(str(text))
    except MalformedMoney:
        raise Invalid("目标价应为以元计的金额", field="target_price") from None


def _count(script: Mapping[str, object], name: str, usual: int) -> int:
    value = script.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_BIDS:
        raise Invalid(f"应为 0 至 {MOST_BIDS} 的整数", field=name)
    return value


def _code(script: Mapping[str, object], name: str) -> str | None:
    value = script.get(name)
    if value is None:
        return None
    text = str(value)
    if len(text) != 5 or not (text[0].isascii() and text[0].isupper() and text[1:].isdigit()):
        raise Invalid("竞买号应为一个大写字母加四位数字", field=name)
    return text


def _instant(script: Mapping[str, object], name: str) -> datetime | None:
    value = script.get(name)
    if value is None:
        return None
    try:
        instant = datetime.fromisoformat(str(value))
    except ValueError:
        raise Invalid("应为带时区的时间", field=name) from None
    if instant.tzinfo is None:
        raise Invalid("应为带时区的时间", field=name)
    return instant


def _list(script: Mapping[str, object], name: str) -> list[object]:
    value = script.get(name, [])
    if not isinstance(value, list):
        raise Invalid("应为列表", field=name)
    return value
