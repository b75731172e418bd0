"""The look over a whole bid log before its prices are judged: lines that stand twice, out of place, or after missing ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from app.law.bids import BidEntry, FaultKind
from app.law.log_order import missing_numbers, numbers_out_of_order, times_out_of_order


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is odd about one line's place. `unseen`: bids before it that the log does not show there, each of which may have moved the end."""

    kinds: tuple[FaultKind, ...] = ()
    unseen: int = 0


def doubts(bids: Sequence[BidEntry]) -> list[Doubt]:
    """One doubt for each line, oldest line first; most are empty."""
    copies = _copies(bids)
    swapped, late, gaps = _swapped(bids, copies), _late(bids, copies), _gaps(bids)
    elsewhere = _elsewhere(bids, swapped | late)
    kinds = [_kinds(index, copies, swapped, late, gaps) for index in range(len(bids))]
    return [Doubt(each, gaps.get(index, 0) + elsewhere[index]) for index, each in enumerate(kinds)]


def unnumbered(bid: BidEntry) -> BidEntry:
    """The bid without its number: two lines that are otherwise alike are one bid written twice."""
    return bid if bid.seq is None else replace(bid, seq=None)


def _kinds(index: int, copies: Set[int], swapped: Set[int], late: Set[int], gaps: Mapping[int, int]) -> tuple[FaultKind, ...]:
    if index in copies:
        return (FaultKind.DUPLICATE,)
    if index in swapped:
        return (FaultKind.SEQ_REVERSED,)
    gap = (FaultKind.SEQ_GAP,) if index in gaps else ()
    return (*gap, FaultKind.TIME_REVERSED) if index in late else gap


def _copies(bids: Sequence[BidEntry]) -> set[int]:
    seen: set[BidEntry] = set()
    copies: set[int] = set()
    for index, bid in enumerate(map(unnumbered, bids)):
        if bid in seen:
            copies.add(index)
        seen.add(bid)
    return copies


def _swapped(bids: Sequence[BidEntry], copies: Set[int]) -> set[int]:
    numbers = {index: bid.seq for index, bid in enumerate(bids) if bid.seq is not None and index not in copies}
    places = list(numbers)
    return {places[place] for place in numbers_out_of_order(list(numbers.values()))}


def _late(bids: Sequence[BidEntry], copies: Set[int]) -> set[int]:
    places = [index for index in range(len(bids)) if index not in copies]
    return {places[place] for place in times_out_of_order([bids[index].at for index in places])}


def _gaps(bids: Sequence[BidEntry]) -> dict[int, int]:
    numbers = {index: bid.seq for index, bid in enumerate(bids) if bid.seq is not None}
    places = list(numbers)
    return {places[place]: count for place, count in missing_numbers(list(numbers.values())).items()}


def _elsewhere(bids: Sequence[BidEntry], misplaced: Set[int]) -> Counter[int]:
    """Where the time of a misplaced line belongs: the first line before it that is later, and how many such lines belong there."""
    homes = (next((place for place in range(index) if place not in misplaced and bids[place].at > bids[index].at), None) for index in misplaced)
    return Counter(home for home in homes if home is not None)
