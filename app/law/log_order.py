"""Order in a log: the fewest lines that must be out of place for the rest to be in order, and numbers that are missing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise


def times_out_of_order(times: Sequence[datetime]) -> set[int]:
    """Indexes to leave out so that the times never go back; equal times are in order."""
    place = {at: rank for rank, at in enumerate(sorted(set(times)))}
    return _outside_longest([place[at] for at in times], strictly=False)


def numbers_out_of_order(numbers: Sequence[int]) -> set[int]:
    """Indexes to leave out so that the numbers always rise; a number that stands twice is out of order."""
    return _outside_longest(numbers, strictly=True)


def missing_numbers(numbers: Sequence[int]) -> dict[int, int]:
    """For each index whose number follows a hole: how many numbers of the hole are nowhere in the log."""
    ordered = sorted(set(numbers))
    return {numbers.index(after): after - before - 1 for before, after in pairwise(ordered) if after - before > 1}


def _outside_longest(values: Sequence[int], *, strictly: bool) -> set[int]:
    """Keep a longest rising part, the earlier lines where there is a choice; all others are outside."""
    lengths = _lengths_to_the_end(values, strictly=strictly)
    wanted, outside = max(lengths, default=0), set(range(len(values)))
    for index, length in enumerate(lengths):
        if length == wanted:
            outside.discard(index)
            wanted -= 1
    return outside


def _lengths_to_the_end(values: Sequence[int], *, strictly: bool) -> list[int]:
    """For each index the length of the longest rising part that starts there (patience sorting from the right)."""
    find = bisect_left if strictly else bisect_right
    ends: list[int] = []
    lengths: list[int] = []
    for value in reversed(values):
        place = find(ends, -value)
        ends[place : place + 1] = [-value]
        lengths.append(place + 1)
    return lengths[::-1]
