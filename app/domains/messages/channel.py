"""What a channel is: one file in channels/ with a `CHANNEL`, found by scanning; nothing else names it. And how far a channel may reach."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from urllib.parse import urlsplit

import httpx

from app.domains.messages import channels
from app.domains.messages.types import Again, Parcel, Refused, Unclear
from app.infra.addresses import leads_outside
from app.infra.http import Answer, Line, LinePolicy, NoAnswer, NotPermitted
from app.kernel.clock import Clock

OWN = "127.0.0.1"
POLICY = LinePolicy(timeout_seconds=10.0, attempts=1)
BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True)
class ChannelField:
    """One setting of a channel. `secret` ones are sealed and never shown; `address` ones are checked (app/infra/addresses.py); `mail_server` is one of SMTP."""

    name: str
    title: str
    hint: str = ""
    usual: str = ""
    secret: bool = False
    address: bool = False
    mail_server: bool = False
    required: bool = False


@dataclass(frozen=True)
class Reach:
    """The way out: the allow-list is the one host that is set. `own_machine`: a development house may talk to 127.0.0.1. `mail_url`: the house's own server."""

    clock: Clock
    own_machine: bool = False
    mail_url: str = ""

    def check(self, host: str, *, intranet: bool) -> None:
        """Refused for a host that leads to this machine, or to a private network that nobody set."""
        if host == OWN and self.own_machine:
            return
        try:
            leads_outside(host, intranet=intranet)
        except NotPermitted as error:
            raise Refused(str(error)) from None

    def post(self, url: str, content: bytes, headers: Mapping[str, str], *, intranet: bool) -> Answer:
        """POST once, no redirects. Again when the line was never there, Unclear when the answer did not come; an answer of any status is returned."""
        parts = urlsplit(url)
        line = Line("messages", self.clock, frozenset({parts.netloc}), policy=POLICY, check=partial(self.check, intranet=intranet))
        try:
            return line.send("POST", url, content, {"Content-Type": "application/json; charset=utf-8", **headers})
        except NotPermitted as error:
            raise Refused(str(error)) from None
        except NoAnswer as error:
            if isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout):
                raise Again(str(error)) from None
            raise Unclear(str(error)) from None
        finally:
            line.close()


Send = Callable[[Parcel, Mapping[str, str], Reach], None]


@dataclass(frozen=True)
class Channel:
    """A way to tell people. `personal`: each at an own address; else a group of the court, told once. `outside`: also for people of agencies."""

    code: str
    title: str
    icon: str
    note: str
    send: Send
    fields: tuple[ChannelField, ...]
    personal: bool = True
    outside: bool = False
    place: int = 9


@cache
def all_channels() -> Mapping[str, Channel]:
    """Every channel by code, in the order of the pages."""
    found = [importlib.import_module(f"{channels.__name__}.{each.name}").CHANNEL for each in pkgutil.iter_modules(channels.__path__)]
    return {each.code: each for each in sorted(found, key=lambda each: each.place)}


def check_status(answer: Answer) -> None:
    """Again for a busy or broken other side, Refused for any other status that is not 2xx."""
    if 200 <= answer.status < 300:
        return
    words = f"对方返回 HTTP {answer.status}"
    raise Again(words) if answer.status >= 500 or answer.status in BUSY else Refused(words)
