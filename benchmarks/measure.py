"""One figure: ours beside a peer's, measured in turns in the same process, told as one line of JSON."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

TURNS = 3


@dataclass(frozen=True)
class Figure:
    """Acts a second of ours and of the peer; `ratio` is ours by the peer's."""

    name: str
    ours: str
    peer: str
    ours_per_s: float
    peer_per_s: float
    ratio: float

    def line(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def compared(name: str, count: int, *, ours: tuple[str, Callable[[], object]], peer: tuple[str, Callable[[], object]]) -> Figure:
    """Both do `count` acts a turn, turn about; the best turn of each counts, so that a busy machine disturbs neither alone."""
    turns = [(_seconds(ours[1]), _seconds(peer[1])) for _ in range(TURNS)]
    mine, theirs = (count / min(each) for each in zip(*turns, strict=True))
    return Figure(name, ours[0], peer[0], round(mine, 1), round(theirs, 1), round(mine / theirs, 3))


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
