"""The one contract between the house and an auction site: capabilities, failures, raw pages, the neutral snapshot, the plugin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, Self

from app.kernel.clock import local
from app.kernel.money import Money
from app.sites.package import PackagePlan

CONTRACT = 1


class Capability(StrEnum):
    """What a site honestly offers (sites.md (c) of each site). PUBLISH and WITHDRAW show only where a private line is configured."""

    READ = "read"
    BIDS = "bids"
    RESULT = "result"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    STATISTICS = "statistics"
    PACKAGE = "package"


class LotState(StrEnum):
    """Neutral states of a lot that lose nothing (sites.md §7). The site's own word is kept next to it as `raw_state`."""

    UPCOMING = "upcoming"
    LIVE = "live"
    PAUSED = "paused"
    POSTPONED = "postponed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    ENDED_UNCONFIRMED = "ended_unconfirmed"
    SOLD_PENDING_COURT = "sold_pending_court"
    FAILED_PENDING_COURT = "failed_pending_court"
    SOLD = "sold"
    FAILED = "failed"
    UNPERFORMED = "unperformed"
    DEBT_SETTLED = "debt_settled"
    UNKNOWN = "unknown"


STATE_TITLES: dict[LotState, str] = {
    LotState.UPCOMING: "即将开始",
    LotState.LIVE: "正在竞价",
    LotState.PAUSED: "暂停",
    LotState.POSTPONED: "暂缓",
    LotState.SUSPENDED: "中止",
    LotState.WITHDRAWN: "撤回",
    LotState.ENDED_UNCONFIRMED: "已结束，结果待核",
    LotState.SOLD_PENDING_COURT: "竞买成功，待法院确认",
    LotState.FAILED_PENDING_COURT: "流拍，待法院确认",
    LotState.SOLD: "成交",
    LotState.FAILED: "流拍",
    LotState.UNPERFORMED: "悔拍",
    LotState.DEBT_SETTLED: "以物抵债",
    LotState.UNKNOWN: "不明",
}


@dataclass(frozen=True)
class RawPage:
    """One answer of a site, as it came: evidence. `kind` is the plugin's own word for it ('item', 'bids', …); '' is not yet recognised.

    `read_at` is aware UTC; None only for a recorded file whose time nobody knows.
    """

    url: str
    content: bytes
    content_type: str
    read_at: datetime | None
    kind: str = ""


class SiteFailure(Exception):
    """A site could not be read. `message` is Chinese; `pages` are the answers that the caller keeps as evidence."""

    code = "site_failure"
    title = "站点读取失败"

    def __init__(self, message: str, *, pages: tuple[RawPage, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.pages = pages


class Unreachable(SiteFailure):
    """No answer: network, time-out, 5xx, breaker open. Trying again later may help."""

    code = "unreachable"
    title = "无法连接"


class Refused(SiteFailure):
    """The site answered no: 401, 403, 404, 429, an error envelope. Asking the same again does not help."""

    code = "refused"
    title = "站点拒绝"


class Challenged(SiteFailure):
    """A captcha or login wall: a human is wanted."""

    code = "challenged"
    title = "需要人工验证"


class Changed(SiteFailure):
    """The answer is not understood: the form changed, or it is another lot. Never a guess."""

    code = "changed"
    title = "页面已变，未能识别"


@dataclass(frozen=True)
class LotRef:
    """Which lot to read: the site's code, its lot id, where the site is served (live host or simulator; '' is the live host).

    `with_files` also fetches attachments and photos, so that their digests are known (sites.md, issue 4 point 6).
    """

    site: str
    lot_id: str
    base_url: str = ""
    with_files: bool = False


@dataclass(frozen=True)
class Bid:
    """One bid as the site shows it. `seq` counts from 1, the oldest; `bidder` is a code, never a name; `at` is aware UTC."""

    seq: int
    bidder: str
    price: Money
    at: datetime
    priority: bool = False

    def as_json(self) -> dict[str, Any]:
        """Money as a decimal string in yuan, time as ISO +08:00."""
        return {"seq": self.seq, "bidder": self.bidder, "price": str(self.price), "at": _iso(self.at), "priority": self.priority}


@dataclass(frozen=True)
class Snapshot:
    """What a site showed of one lot, in neutral words. None: the form that was read does not hold it (`unread` names what should have been there).

    Money is Money (fen); instants are aware UTC; `round` is 1, 2 or 3 (3 = 变卖); `extensions` counts; `attachments` and `photos` are (name, digest or '').
    """

    site: str
    lot_id: str
    title: str | None = None
    state: LotState = LotState.UNKNOWN
    raw_state: str | None = None
    round: int | None = None
    starting_price: Money | None = None
    appraisal_price: Money | None = None
    deposit: Money | None = None
    increment: Money | None = None
    reserve_flag: bool | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    extensions: int | None = None
    current_price: Money | None = None
    bid_count: int | None = None
    applicants: int | None = None
    viewers: int | None = None
    bids: tuple[Bid, ...] | None = None
    court: str | None = None
    winner_code: str | None = None
    final_price: Money | None = None
    attachments: tuple[tuple[str, str], ...] | None = None
    read_at: datetime | None = None
    unread: tuple[str, ...] = ()
    extension_minutes: int | None = None
    confirmation: str | None = None
    photos: tuple[tuple[str, str], ...] | None = None

    def as_json(self) -> dict[str, Any]:
        """For `--json` and evidence: money as decimal strings in yuan, times ISO +08:00, states by code."""
        return {each.name: _plain(getattr(self, each.name)) for each in fields(self)}


class Http(Protocol):
    """The only way out that an adapter is given: paced, timed, retried, broken off, recorded. Raises Unreachable, Refused, Challenged."""

    def now(self) -> datetime:
        """This instant, for signatures: adapters read no clock of their own."""
        ...

    def get(self, url: str, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, *, kind: str = "") -> RawPage: ...

    def post(self, url: str, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None, *, kind: str = "") -> RawPage: ...


def secret(title: str = "") -> Any:
    """A settings field that is never shown: not in repr, masked in `masked()`. `title` is its Chinese name on the form."""
    return field(default="", repr=False, metadata={"secret": True, "title": title})


def setting(default: Any, title: str) -> Any:
    """A settings field with its Chinese name on the form."""
    return field(default=default, metadata={"title": title})


@dataclass(frozen=True)
class SiteSettings:
    """Settings that every site has; a plugin adds its own in a frozen subclass, secrets marked with `secret()`. Live reading is off unless switched on.

    `line_*` is the private line of docs/private-line.md: where it answers, the key that both sides hold, and whether the court has switched it on.
    """

    base_url: str = setting("", "平台地址")
    live: bool = setting(False, "在线读取")
    pace_seconds: float = setting(3.0, "两次请求至少相隔（秒）")
    timeout_seconds: float = setting(15.0, "等待回应最多（秒）")
    line_url: str = setting("", "专线地址")
    line_key_id: str = setting("", "专线密钥编号")
    line_secret: str = secret("专线密钥")
    line_on: bool = setting(False, "启用专线")

    def masked(self) -> dict[str, Any]:
        """All settings for a screen; a secret is 已设置 or 未设置, never its value."""
        return {each.name: _masked(getattr(self, each.name)) if each.metadata.get("secret") else getattr(self, each.name) for each in fields(self)}

    def with_values(self, values: Mapping[str, Any]) -> Self:
        """The same settings with some replaced; an unknown name is a TypeError."""
        return replace(self, **values)


class Plugin(Protocol):
    """An auction site. `plugins/<code>/adapter.py` holds one instance named PLUGIN; it translates and never decides."""

    @property
    def code(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def contract(self) -> int: ...

    @property
    def capabilities(self) -> frozenset[Capability]: ...

    @property
    def settings_type(self) -> type[SiteSettings]: ...

    @property
    def live_url(self) -> str:
        """The site's public address, used where a LotRef names none."""
        ...

    @property
    def hosts(self) -> frozenset[str]:
        """Every public host that the adapter may ask, for the allow-list; a base url handed in is added by the caller."""
        ...

    def configured(self, settings: SiteSettings) -> Plugin:
        """The same plugin with a court's settings."""
        ...

    def fetch(self, ref: LotRef, http: Http) -> tuple[RawPage, ...]:
        """Every page that a snapshot of the lot needs; fails in the four ways only, never with an empty success."""
        ...

    def parse(self, pages: tuple[RawPage, ...]) -> Snapshot:
        """One lot's pages → snapshot. Pure; Changed when not understood."""
        ...

    def read_file(self, name: str, content: bytes) -> tuple[Snapshot, ...]:
        """A recorded file (page, answer, list, csv, HAR) → snapshots. Pure; Changed when not understood, never an empty tuple."""
        ...

    def package(self, plan: PackagePlan) -> bytes:
        """The listing package in this site's layout: the bytes of a zip, equal for equal plans."""
        ...


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return str(value)
    if isinstance(value, datetime):
        return _iso(value)
    if isinstance(value, Bid):
        return value.as_json()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def _iso(at: datetime) -> str:
    return local(at).isoformat()


def _masked(value: object) -> str:
    return "已设置" if value else "未设置"
