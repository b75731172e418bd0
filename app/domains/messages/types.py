"""Values of messages: how somebody wants to be told, what a channel carries, and the three ways in which a sending goes wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum


class Choice(StrEnum):
    """How a person wants to be told of a kind over a channel; the inbox has every message anyway."""

    NOW = "now"
    DAILY = "daily"
    OFF = "off"


class DeliveryState(StrEnum):
    """A sending's life. `unclear`: nobody knows whether it arrived, and it was tried once more; `dropped`: nothing left to say."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCLEAR = "unclear"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Habits:
    """A person's own hours in Shanghai. Equal ends: no quiet hours. `choices`: kind → channel → choice where it differs from the usual."""

    quiet_from: time = time(22)
    quiet_to: time = time(7)
    digest_at: time = time(8, 30)
    choices: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Going:
    """When a message goes, and whether it waits there for others that go with it."""

    at: datetime
    gathered: bool


@dataclass(frozen=True)
class Parcel:
    """What a channel carries. `key` stays the same; `to`: a mail address or login, '' for a group; `again`: it may be there already; `at`: real time."""

    key: str
    kind: str
    subject: str
    text: str
    link: str
    count: int
    case_no: str
    to: str
    at: datetime
    again: bool = False

    @property
    def whole(self) -> str:
        """Subject and text, for channels without a subject; says so when it may be there twice."""
        return "\n".join(each for each in (self.subject, self.text, self.doubt) if each)

    @property
    def doubt(self) -> str:
        """A line for the reader when the first try's outcome is not known."""
        return f"这条可能是重复的（编号 {self.key[-8:]}）" if self.again else ""


class SendFault(Exception):
    """A sending went wrong; the words are Chinese, for the log, and hold no secret."""


class Again(SendFault):
    """It certainly did not arrive, and may later: the line is down, the other side is busy."""


class Refused(SendFault):
    """It did not arrive and never will as it stands: a wrong key, a wrong address. A person must look."""


class Unclear(SendFault):
    """No answer came: it may have arrived. Tried once more, and no oftener."""
