"""What answers told before: reading is pure, so the same bytes of the same address tell the same, and a page that stands still costs no reading."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from app.kernel.ids import digest_of
from app.sites.contract import RawPage, Snapshot

MOST = 12_000
Read = Callable[[str, RawPage], tuple[Snapshot, ...]]


class Known:
    """The last answers that were read in this process, the oldest forgotten first. Safe between threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._told: OrderedDict[tuple[str, str, str], tuple[Snapshot, ...]] = OrderedDict()
        self._alone = Lock()

    def read(self, read: Read, text: str, page: RawPage) -> tuple[Snapshot, ...]:
        """Read the page, or take what its bytes told before, at the time of this answer. A failure is not remembered."""
        if page.read_at is None:
            return read(text, page)
        key = (page.url, page.kind, digest_of(page.content))
        with self._alone:
            told = self._told.get(key)
        if told is not None:
            return tuple([replace(each, read_at=page.read_at) for each in told])
        told = read(text, page)
        with self._alone:
            self._told[key] = told
            if len(self._told) > self._most:
                self._told.popitem(last=False)
        return told
