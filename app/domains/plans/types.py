"""Values of a listing plan: its terms as the panel decides them, and what the check knows of the asset beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from app.kernel.clock import day_of
from app.kernel.ids import digest_of
from app.kernel.money import ZERO, Money
from app.law.subjects import AssetKind


class PlanStatus(StrEnum):
    """Where a plan stands (ui.md §2.5)."""

    DRAFT = "draft"
    PANEL = "panel"
    SIGNING = "signing"
    FROZEN = "frozen"
    PUBLISHED = "published"
    RETURNED = "returned"
    VOID = "void"
    DISCARDED = "discarded"


ROUND_TITLES = {1: "第一次拍卖", 2: "第二次拍卖", 3: "变卖"}
WAYS = ("直接送达", "留置送达", "电子送达", "邮寄送达", "委托送达", "公证协助送达", "电话通知", "公告送达", "平台公示", "公开网公示", "无法通知")
SHORT_ROUNDS = {1: "一拍", 2: "二拍", 3: "变卖"}


@dataclass(frozen=True)
class PriorityHolder:
    """Somebody with a priority to buy, confirmed by the court, and the rank."""

    name: str
    right: str
    rank: int


@dataclass(frozen=True)
class TaxRow:
    """A tax of the transfer, the law that levies it, and who bears it."""

    name: str
    basis: str
    bearer: str


@dataclass(frozen=True)
class ArrearsRow:
    """What is owed on the thing up to a day, as a source says, and who bears it."""

    kind: str
    amount: Money
    until_on: date
    source: str
    bearer: str


@dataclass(frozen=True)
class Terms:
    """What a plan says: the five matters of the panel, dates, texts, photos. Money None and text '' are 'not filled in yet'. Order of photos is shown order.

    `site_basis`: the source of the applicants' choice, or why the court designates; `videos`: (name, digest) in shown order.
    """

    site: str = ""
    site_chosen_by: str = "applicant"
    site_basis: str = ""
    round_no: int = 1
    start_price: Money | None = None
    deposit: Money | None = None
    increment: Money | None = None
    reduction_percent: int = 20
    announce_on: date | None = None
    opens_at: datetime | None = None
    bidding_hours: int = 24
    extension_minutes: int = 5
    balance_days: int | None = None
    senior_claims: Money = ZERO
    cost: Money = ZERO
    announcement: str = ""
    instructions: str = ""
    warnings: str = ""
    tax_bearer: str = "依照法律规定由各自承担"
    taxes: tuple[TaxRow, ...] = ()
    arrears: tuple[ArrearsRow, ...] = ()
    vacating: str = ""
    viewing: str = ""
    consult_phone: str = ""
    priority_holders: tuple[PriorityHolder, ...] = ()
    photos: tuple[str, ...] = ()
    videos: tuple[tuple[str, str], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()

    @property
    def ends_at(self) -> datetime | None:
        """The announced end of bidding."""
        return self.opens_at + timedelta(hours=self.bidding_hours) if self.opens_at else None

    @property
    def opens_on(self) -> date | None:
        """The day of the opening in Shanghai."""
        return day_of(self.opens_at) if self.opens_at else None

    def as_json(self) -> dict[str, Any]:
        """For storage and the digest: money in fen, dates and instants in ISO."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Terms:
        """The value that `as_json` wrote; fields that a later version added keep their defaults."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: _read(name, value) for name, value in stored.items() if name in known})

    def with_(self, **changes: Any) -> Terms:
        """The same terms with some fields changed."""
        return replace(self, **changes)


_MONEY = frozenset({"start_price", "deposit", "increment", "senior_claims", "cost"})


def _plain(value: Any) -> Any:
    match value:
        case Money():
            return value.fen
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case PriorityHolder() | TaxRow() | ArrearsRow():
            return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        case _:
            return value


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _MONEY:
        return Money(int(value))
    if name == "announce_on":
        return date.fromisoformat(value)
    if name == "opens_at":
        return datetime.fromisoformat(value)
    if name == "priority_holders":
        return tuple(PriorityHolder(**each) for each in value)
    if name == "taxes":
        return tuple(TaxRow(**each) for each in value)
    if name == "arrears":
        return tuple(ArrearsRow(**{**each, "amount": Money(each["amount"]), "until_on": date.fromisoformat(each["until_on"])}) for each in value)
    if name in ("attachments", "videos"):
        return tuple((each[0], each[1]) for each in value)
    return tuple(value) if name == "photos" else value


def digest_of_plan(asset_id: str, terms: Terms) -> str:
    """What votes and signatures are bound to."""
    return digest_of({"asset": asset_id, "terms": terms.as_json()})


@dataclass(frozen=True)
class Subject:
    """What the check knows beside the terms: the asset, its price, its seizure, the round before, who was told.

    `undelivered`: why its deliverability is not determined, '' when it is; `delivery_open`: what nobody found out for the delivery;
    `chosen_sites`: the site that the applicants chose in common, () when there is no such choice, None when it was not asked; `choice_words` say which;
    `disposal_court`: the other court that may sell it, '' where that is ours;
    `way`: 'direct_sale' where the plan is of one (AS-28, AS-29), else '';
    `day_full`, `panel_clash`: what the court's sittings say of the opening, '' when nothing.
    """

    asset: AssetKind
    title: str
    reference_price: Money | None
    reference_valid_until: date | None
    occupancy: str
    seizure_expires_on: date | None
    known_priority_holders: tuple[str, ...] = ()
    previous_start_price: Money | None = None
    previous_failed_on: date | None = None
    previous_site: str = ""
    decided: frozenset[str] = frozenset()
    told_on: Mapping[str, date] = field(default_factory=dict)
    to_tell: tuple[str, ...] = ()
    leased: bool = False
    custody_gap: str = ""
    undelivered: str = ""
    delivery_open: tuple[str, ...] = ()
    chosen_sites: tuple[str, ...] | None = None
    choice_words: str = ""
    day_full: str = ""
    panel_clash: str = ""
    disposal_court: str = ""
    way: str = ""
