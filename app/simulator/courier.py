"""Events of the private line (docs/private-line.md §7): what happened to a lot that came over the line, posted to the court until it is taken."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Lock
from urllib.parse import urlsplit

import httpx

from app.kernel.clock import local
from app.kernel.ids import digest_of, new_id
from app.simulator.exchange import Exchange
from app.simulator.line_book import LineBook, LineSetup
from app.simulator.line_gate import Signed, lines_of, mac
from app.simulator.lots import ENDED_FAILED, ENDED_SOLD, Lot, Phase, Verb, View, view

EVERY_SECONDS = 1.0
TRIED_FOR = timedelta(days=1)
TIMEOUT_SECONDS = 5.0
ENDS_IT = (200, 413, 422)
ACTS = {
    Verb.SUSPEND: "suspended",
    Verb.RESUME: "resumed",
    Verb.WITHDRAW: "withdrawn",
    Verb.CONFIRM: "confirmed",
    Verb.DEFAULT: "unperformed",
}
ENDED = ENDED_SOLD | ENDED_FAILED


@dataclass(frozen=True)
class Happened:
    """One event: the same id whenever it is computed."""

    id: str
    kind: str
    at: datetime
    lot: Lot


def happened(lot: Lot, now: datetime) -> tuple[Happened, ...]:
    """Everything that happened to a lot until now, by time. Pure."""
    rows = sorted(_rows(lot, view(lot, now), now), key=lambda row: row[1])
    counts: dict[str, int] = {}
    events = []
    for kind, at in rows:
        counts[kind] = counts.get(kind, 0) + 1
        events.append(Happened(f"ev-{digest_of([lot.site, lot.lot_id, kind, counts[kind]])[:32]}", kind, at, lot))
    return tuple(events)


def _rows(lot: Lot, seen: View, now: datetime) -> Iterator[tuple[str, datetime]]:
    if lot.terms.announced_at <= now and not any(act.at < lot.terms.announced_at for act in lot.acts if act.verb is Verb.WITHDRAW):
        yield "announced", lot.terms.announced_at
    yield from (("amended", at) for at in lot.amended)
    if seen.bids or seen.phase in ENDED or seen.phase is Phase.LIVE:
        yield "opened", seen.opens_at
    yield from (("extended", bid.at) for bid in seen.bids if bid.extends)
    yield from ((ACTS[act.verb], act.at) for act in lot.acts)
    if seen.phase in ENDED:
        yield "ended", seen.ends_at


class Courier:
    """Posts what the court does not have yet. An answer in ENDS_IT ends an event; anything else is tried again, for a day."""

    def __init__(self, exchange: Exchange, book: LineBook) -> None:
        self._exchange = exchange
        self._book = book
        self._turn = Lock()

    def deliver_due(self, site: str) -> int:
        """Post the events of one site now; how many the court took or refused. The first that finds no court ends the turn."""
        setup, now, done = self._book.setup(site), self._exchange.now(), 0
        if not (setup.on and setup.callback):
            return 0
        with self._turn:
            for event in self._due(site, now):
                if not self._post(site, setup, event, now):
                    break
                self._book.tell(event.id, now)
                done += 1
        return done

    def run(self, sites: tuple[str, ...], stop: Event) -> None:
        """Deliver until stopped."""
        while not stop.wait(EVERY_SECONDS):
            for site in sites:
                self.deliver_due(site)

    def _due(self, site: str, now: datetime) -> list[Happened]:
        lots = (self._exchange.get(site, lot_id) for lot_id in self._book.lots(site))
        return [each for lot in lots for each in happened(lot, now) if now - each.at <= TRIED_FOR and not self._book.was_told(each.id)]

    def _post(self, site: str, setup: LineSetup, event: Happened, now: datetime) -> bool:
        reference, at = event.lot.terms.reference, local(event.at).isoformat()
        told = {"line": 1, "event": event.id, "kind": event.kind, "site": site, "lot_id": event.lot.lot_id, "reference": reference, "at": at}
        body = json.dumps(told, ensure_ascii=False).encode()
        key_id, secret = next(iter(setup.secrets.items()))
        asked = Signed("POST", urlsplit(setup.callback).path, body, key_id, str(int(now.timestamp())), f"ev-{new_id()}", "", "")
        head = {"Paifu-Key": key_id, "Paifu-Time": asked.time, "Paifu-Nonce": asked.nonce, "Paifu-Signature": mac(secret, lines_of(asked))}
        try:
            answer = httpx.post(setup.callback, content=body, headers={**head, "Content-Type": "application/json"}, timeout=TIMEOUT_SECONDS, trust_env=False)
        except httpx.HTTPError:
            return False
        return answer.status_code in ENDS_IT
