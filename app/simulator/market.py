"""The crowd: who pays a deposit, who bids what and when. Pure and seeded; written apart from app/law so that each can prove the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from app.kernel.clock import local
from app.kernel.errors import Invalid
from app.kernel.money import Money
from app.simulator.terms import EXTENSION, SALE_CONTEST, Terms

LAST_HOUR = timedelta(hours=1)
EDGE_SECONDS = 3
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Crowd:
    """What the bidders of one lot shall do. `bids` 0 is 流拍. `extensions` counts the bids inside the last five minutes."""

    bids: int
    target_price: Money
    bidders: int
    extensions: int = 0
    winner_code: str | None = None
    priority_code: str | None = None
    priority_wins: bool = True
    first_bid_at: datetime | None = None
    blocked: tuple[tuple[str, str], ...] = ()
    buyer: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlannedBid:
    """One bid to come. `end_after` is the end of the auction once it is in; `extends` says whether it moved; `priority` a matched price (NA-27)."""

    at: datetime
    code: str
    price: Money
    end_after: datetime
    extends: bool = False
    priority: bool = False


@dataclass(frozen=True)
class Registration:
    """A bidder who asked to take part: with a deposit paid at that time, or refused with a reason (blocked before the opening)."""

    code: str
    at: datetime
    refused: str = ""


def make_bids(terms: Terms, crowd: Crowd, seed: str) -> tuple[PlannedBid, ...]:
    """All bids, oldest first. The same inputs give the same bids.

    NA-23 first at the start price or above and whole increments; NA-25 a bid inside the last five minutes ends the auction five minutes
    after itself; NA-27 a priority holder may repeat the leading price. Raises Invalid where the figures do not fit together.
    """
    check(terms, crowd)
    if not crowd.bids:
        return ()
    rng = Random(f"{seed}/bids")
    matches = _match_places(crowd, rng)
    times = _times(terms, crowd, rng)
    prices = _prices(terms, crowd, matches, rng)
    codes = _codes(crowd, bidder_codes(crowd, seed), matches, rng)
    return _assemble(terms, times, prices, codes, matches)


def register(terms: Terms, crowd: Crowd, bids: tuple[PlannedBid, ...], seed: str) -> tuple[Registration, ...]:
    """Deposits (each before the bidder's first bid, NA-19) and refused attempts of the blocked (before the opening), by time."""
    rng = Random(f"{seed}/deposits")
    first_bid = {bid.code: bid.at for bid in reversed(bids)}
    pool = bidder_codes(crowd, seed) if crowd.bids else ()
    paid = [Registration(code, _deposit_time(terms, first_bid.get(code), rng)) for code in pool]
    span = terms.opens_at - terms.announced_at
    refused = [Registration(code, terms.opens_at - span * rng.uniform(0.02, 0.4), why) for code, why in crowd.blocked]
    return tuple(sorted(paid + refused, key=lambda each: (each.at, each.code)))


def check(terms: Terms, crowd: Crowd) -> None:
    """Refuse a script whose figures cannot come true, naming each field."""
    faults = tuple((name, words) for name, words, wrong in _conditions(terms, crowd) if wrong)
    if faults:
        raise Invalid("竞买剧本与拍品条件不符", faults=faults)


def bidder_codes(crowd: Crowd, seed: str) -> tuple[str, ...]:
    """The codes of all who pay a deposit: a capital letter and four digits each (sites.md §8.5), the named ones among them."""
    rng = Random(f"{seed}/codes")
    named = [code for code in (crowd.winner_code, *crowd.codes, crowd.priority_code) if code]
    codes = dict.fromkeys(named)
    while len(codes) < crowd.bidders:
        codes[f"{rng.choice('ABCDEFGHJKLMNPQRSTUVWXYZ')}{rng.randrange(1, 10_000):04d}"] = None
    return tuple(codes)


def _conditions(terms: Terms, crowd: Crowd) -> list[tuple[str, str, bool]]:
    if not crowd.bids:
        return [("bids", "出价次数不能为负", crowd.bids < 0)]
    above = crowd.target_price.fen - terms.starting_price.fen
    steps, rest = divmod(above, terms.increment.fen)
    raises = crowd.bids - 1 - len(_match_places(crowd, Random("0")))
    return [
        ("bids", "出价次数不能为负", crowd.bids < 0),
        ("target_price", "目标价低于起拍价", above < 0),
        ("target_price", "目标价与起拍价之差不是加价幅度的整倍数", bool(rest)),
        ("bids", "目标价容不下这么多次出价", steps < raises),
        ("bids", "只出一次价时，目标价应等于起拍价", raises <= 0 < steps),
        ("bidders", "两次以上出价至少要有两名竞买人", crowd.bids > 1 and crowd.bidders < 2),
        ("bidders", "竞买人不能少于一名", crowd.bidders < 1),
        ("bidders", "有优先购买权人参加时，两次以上出价至少要有另外两名竞买人", bool(crowd.priority_code) and crowd.bids > 2 and crowd.bidders < 3),
        ("first_bid_at", "首次出价应在开拍之后、结束两小时之前", not _first_bid_fits(terms, crowd)),
        ("extensions", "延时次数多于出价次数", crowd.extensions > crowd.bids),
        ("priority_code", "优先购买权人出价前须有他人出价", bool(crowd.priority_code) and crowd.bids < 2),
    ]


def _first_bid_fits(terms: Terms, crowd: Crowd) -> bool:
    return crowd.first_bid_at is None or terms.opens_at <= crowd.first_bid_at <= terms.ends_at - 2 * LAST_HOUR


def _match_places(crowd: Crowd, rng: Random) -> frozenset[int]:
    """At which bids the priority holder repeats the price: the last one if he wins, and now and then before."""
    if not crowd.priority_code or crowd.bids < 2:
        return frozenset()
    last = crowd.bids - 1
    places = {last} if crowd.priority_wins else set()
    if crowd.bids >= 12:
        places.add(last - 4 - rng.randrange(3))
    return frozenset(places or {max(1, last - 1)})


def _times(terms: Terms, crowd: Crowd, rng: Random) -> list[datetime]:
    opens, ends = terms.opens_at, terms.ends_at
    if terms.is_sale:
        opens = crowd.first_bid_at or opens + timedelta(seconds=rng.randrange(SECONDS_A_DAY, 20 * SECONDS_A_DAY))
        ends = opens + SALE_CONTEST
    closing = min(crowd.extensions, crowd.bids - 1 if terms.is_sale else crowd.bids)
    calm = crowd.bids - closing
    first = [] if not calm else [opens if terms.is_sale else crowd.first_bid_at or opens + timedelta(milliseconds=rng.randrange(40_000, 240_000))]
    late = (calm - len(first)) * 3 // 10
    edge = ends - EXTENSION - timedelta(seconds=EDGE_SECONDS)
    by_day = _scatter(first[0] if first else opens, ends - LAST_HOUR, calm - len(first) - late, rng)
    last_hour = _scatter(ends - LAST_HOUR, edge, late, rng)
    return first + by_day + last_hour + _closing(ends, closing, rng)


def _scatter(after: datetime, before: datetime, count: int, rng: Random) -> list[datetime]:
    """`count` different instants between two, more of them when people are awake and soon after the opening."""
    span = int((before - after).total_seconds() * 1000)
    chosen: set[int] = set()
    while len(chosen) < count:
        offset = rng.randrange(1_000, span)
        if rng.random() < _wakefulness(after + timedelta(milliseconds=offset)) * (1.0 if offset < span / 6 else 0.7):
            chosen.add(offset)
    return [after + timedelta(milliseconds=each) for each in sorted(chosen)]


def _wakefulness(at: datetime) -> float:
    hour = local(at).hour
    if hour < 7:
        return 0.03
    return 0.9 if 9 <= hour < 22 else 0.3


def _closing(ends: datetime, count: int, rng: Random) -> list[datetime]:
    """Bids of the contest at the end: the first inside the last five minutes, each further one before the end that the last one set."""
    times: list[datetime] = []
    at = ends - timedelta(milliseconds=rng.randrange(30_000, 200_000))
    for _ in range(count):
        times.append(at)
        at += timedelta(milliseconds=min(int(rng.triangular(9_000, 290_000, 60_000)), 290_000))
    return times


def _prices(terms: Terms, crowd: Crowd, matches: frozenset[int], rng: Random) -> list[Money]:
    steps = (crowd.target_price.fen - terms.starting_price.fen) // terms.increment.fen
    raising = [place for place in range(1, crowd.bids) if place not in matches]
    taken = dict(zip(raising, _share_out(steps, [_eagerness(place, crowd, rng) for place in raising]), strict=True))
    prices = [terms.starting_price]
    for place in range(1, crowd.bids):
        prices.append(prices[-1] + terms.increment * taken.get(place, 0))
    return prices


def _eagerness(place: int, crowd: Crowd, rng: Random) -> float:
    jump = min(rng.paretovariate(1.4), 14.0)
    return jump * (0.22 if place >= crowd.bids - crowd.extensions else 1.0)


def _share_out(steps: int, weights: list[float]) -> list[int]:
    """Whole steps for each raise, at least one each, in proportion to the weights, with exactly the sum asked for."""
    spare, whole = steps - len(weights), sum(weights)
    shares = [spare * weight / whole for weight in weights]
    taken = [int(share) for share in shares]
    by_rest = sorted(range(len(shares)), key=lambda place: (taken[place] - shares[place], place))
    for place in by_rest[: spare - sum(taken)]:
        taken[place] += 1
    return [1 + each for each in taken]


def _codes(crowd: Crowd, paid: tuple[str, ...], matches: frozenset[int], rng: Random) -> list[str]:
    """Who bids, chosen from the end so that the winner is last and nobody outbids himself."""
    pool = [code for code in paid if code != crowd.priority_code]
    winner = crowd.winner_code or pool[0]
    rivals = [winner, *[code for code in pool if code != winner]]
    backward: list[str] = []
    for place in range(crowd.bids - 1, -1, -1):
        backward.append(_bidder(place, crowd, matches, rivals, backward[-1] if backward else None, rng))
    return backward[::-1]


def _bidder(place: int, crowd: Crowd, matches: frozenset[int], rivals: list[str], after: str | None, rng: Random) -> str:
    if place in matches and crowd.priority_code:
        return crowd.priority_code
    if after is None:
        return rivals[0]
    contenders = rivals[:3] if place >= crowd.bids - crowd.extensions else rivals
    return rng.choice([code for code in contenders if code != after] or rivals)


def _assemble(terms: Terms, times: list[datetime], prices: list[Money], codes: list[str], matches: frozenset[int]) -> tuple[PlannedBid, ...]:
    end = times[0] + SALE_CONTEST if terms.is_sale else terms.ends_at
    bids: list[PlannedBid] = []
    for place, (at, price, code) in enumerate(zip(times, prices, codes, strict=True)):
        extends = at > end - EXTENSION
        end = at + EXTENSION if extends else end
        bids.append(PlannedBid(at, code, price, end, extends, place in matches))
    return tuple(bids)


def _deposit_time(terms: Terms, first_bid: datetime | None, rng: Random) -> datetime:
    latest = min(first_bid or terms.ends_at - LAST_HOUR, terms.opens_at if rng.random() < 0.7 else terms.ends_at) - timedelta(seconds=90)
    earliest = min(terms.announced_at, latest)
    return earliest + (latest - earliest) * rng.uniform(0.2, 1.0)
