"""The house's way over a private line: signed requests, answers believed only under signature. No database here but the breaker's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from app.domains.rounds.lines import KeptLines
from app.infra.addresses import leads_outside
from app.infra.house import House
from app.infra.http import Answer, BrokenOff, Line, LinePolicy, NoAnswer, NotPermitted
from app.kernel.ids import new_id
from app.sites.contract import Changed
from app.sites.private_line import Message, PrivateLine, answer_is_signed, signed_headers, target_of
from app.sites.private_line_notes import LineAnswer, LineOrder, Outcome, read_answer

TIMEOUT_SECONDS = 20.0
HELD = (200, 201)
MAY_SAY = {200: Outcome.ACCEPTED, 422: Outcome.REFUSED}


class NotLeft(Exception):
    """It certainly never left the house; `message` is Chinese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Caller:
    """Asks over one site's line."""

    line: PrivateLine
    http: Line

    def hand_over(self, package: str, content: bytes) -> None:
        """Put the package there, by its digest; NotLeft when the site does not hold it afterwards (no order was given yet)."""
        try:
            answer = self._ask("PUT", f"/packages/{package}", content)
        except (NoAnswer, BrokenOff, NotPermitted) as lost:
            raise NotLeft(f"材料包没有送到：{lost}") from lost
        if answer is None or answer.status not in HELD:
            raise NotLeft(f"材料包没有送到：平台回应 {answer.status if answer else '没有签名'}")

    def order(self, order: LineOrder) -> LineAnswer | None:
        """Give an order once; None when no signed answer came: nobody knows what became of it. NotLeft when it was not sent."""
        try:
            return self._understood(order.key, self._ask("POST", "/orders", order.body(), order.key))
        except (BrokenOff, NotPermitted) as held:
            raise NotLeft(str(held)) from held
        except NoAnswer:
            return None

    def query(self, key: str) -> LineAnswer | None:
        """What became of an order; None without a signed answer."""
        try:
            answer = self._ask("GET", f"/orders/{key}")
            return self._understood(key, answer, asked=True)
        except (NoAnswer, BrokenOff, NotPermitted):
            return None

    def _ask(self, method: str, path: str, body: bytes = b"", key: str = "") -> Answer | None:
        url, nonce = self.line.url + path, new_id()
        message = Message(method, target_of(url), body, key)
        answer = self.http.send(method, url, body, signed_headers(self.line.key, message, self.http.now(), nonce))
        return answer if answer_is_signed(self.line.keys, answer.status, nonce, answer.content, answer.signature) else None

    def _understood(self, key: str, answer: Answer | None, *, asked: bool = False) -> LineAnswer | None:
        """A status and an outcome that belong together; anything else is no answer. A query answers 200 for both outcomes, 404 for unknown."""
        if answer is None:
            return None
        try:
            told = read_answer(key, answer.content)
        except Changed:
            return None
        fits = answer.status == (404 if told.outcome is Outcome.UNKNOWN else 200) if asked else MAY_SAY.get(answer.status) is told.outcome
        return told if fits else None


def caller_of(house: House, site: str, line: PrivateLine) -> Caller:
    """The way to a site's line: its own breaker, only to the line's host, not to this machine unless the simulator stands there."""
    place = urlsplit(line.url)
    own = place.netloc == urlsplit(house.settings.sites_base_url).netloc
    check = None if own else partial(leads_outside, intranet=True)
    http = Line(f"line:{site}", house.clock, frozenset({place.netloc}), policy=LinePolicy(timeout_seconds=TIMEOUT_SECONDS), kept=KeptLines(house), check=check)
    return Caller(line, http)
