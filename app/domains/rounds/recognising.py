"""Which site a saved file is of, and what stands in it: every plugin tries, its notes say how each figure was read (S27). Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from app.domains.rounds.rules import ROUND_NAMES, Approved
from app.domains.rounds.tables import Round
from app.kernel.clock import local
from app.kernel.money import Money
from app.sites.contract import STATE_TITLES, Plugin, SiteFailure, Snapshot
from app.sites.noting import Note, noting
from app.sites.reading import NO_FORM
from app.sites.recorded import pages_of

YUAN = "元"


@dataclass(frozen=True)
class Understood:
    """What one site's plugin made of a file."""

    site: str
    snapshots: tuple[Snapshot, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Recognised:
    """Every site that understood the file; none: `fault` names the first thing that was not. `named` is the site whose address stands in the file."""

    readings: tuple[Understood, ...]
    fault: str = ""
    named: str = ""


@dataclass(frozen=True)
class FieldRow:
    """One field of the mapping: as it stands in the file, its unit there, what it became, what the house holds. `warned`: the unit was converted."""

    name: str
    title: str
    text: str
    unit: str
    converted: str
    ours: str

    @property
    def warned(self) -> bool:
        """Was another money unit than 元 converted?"""
        return self.unit.endswith((YUAN, "分")) and self.unit != YUAN

    @property
    def differs(self) -> bool:
        """Does the house hold something else?"""
        return self.ours not in ("—", self.converted)


def recognise(plugins: Iterable[Plugin], name: str, content: bytes) -> Recognised:
    """Every plugin reads the file, and its notes of figures are kept."""
    plugins = tuple(plugins)
    named = _named(plugins, name, content)
    readings: list[Understood] = []
    failures: list[tuple[Plugin, SiteFailure]] = []
    for plugin in plugins:
        try:
            with noting() as notes:
                snapshots = plugin.read_file(name, content)
        except SiteFailure as failure:
            failures.append((plugin, failure))
        else:
            readings.append(Understood(plugin.code, snapshots, tuple(notes)))
    return Recognised(tuple(readings), "" if readings else _fault(failures, named), named)


def _fault(failures: Sequence[tuple[Plugin, SiteFailure]], named: str) -> str:
    """What the site named in the file says; else what those say that knew the form; else that nobody does. What all say alike is said without a name."""
    mine = [(plugin, failure) for plugin, failure in failures if plugin.code == named]
    close = mine or [(plugin, failure) for plugin, failure in failures if failure.message != NO_FORM]
    if not close:
        return failures[0][1].message
    words = {f"{failure.title}：{failure.message}": plugin.title for plugin, failure in close}
    return "；".join(words) if len(words) == 1 and not mine else "；".join(f"{title} {each}" for each, title in list(words.items())[:2])


def choose(told: Recognised, lots: Iterable[tuple[str, str]], wanted: str = "") -> Understood | None:
    """The one to show: the person's choice, the site named in the file, the only one with a lot of ours, the only one at all; None: a person chooses."""
    known = set(lots)
    ours = [each for each in told.readings if any((each.site, lot.lot_id) in known for lot in each.snapshots)]
    groups = ([each for each in told.readings if each.site == wanted], [each for each in told.readings if each.site == told.named], ours, list(told.readings))
    return next((group[0] for group in groups if len(group) == 1), None)


def rows_of(shown: Snapshot, found: Round, approved: Approved, notes: Sequence[Note]) -> list[FieldRow]:
    """Every field that the file holds, in the order of the page."""
    noted = _by_value(notes)
    return [
        FieldRow(name, title, *_as_written(value, noted), say(value), _ours(ours(found, approved), say))
        for name, title, ours, say in FIELDS
        if (value := getattr(shown, name)) is not None
    ]


def fields_held(shown: Snapshot) -> tuple[int, int]:
    """How many of the fields that a site can show stand in the file, and how many there are."""
    return sum(getattr(shown, name) is not None for name, *_ in FIELDS), len(FIELDS)


def units_of(rows: Sequence[FieldRow]) -> list[str]:
    """Money units that were converted, each once."""
    return list(dict.fromkeys(each.unit for each in rows if each.warned))


def _named(plugins: Sequence[Plugin], name: str, content: bytes) -> str:
    try:
        hosts = {urlsplit(page.url).hostname or "" for page in pages_of(name, content)}
    except (SiteFailure, ValueError):
        return ""
    codes = {plugin.code for plugin in plugins if {host.rpartition(":")[0] or host for host in plugin.hosts} & hosts}
    return codes.pop() if len(codes) == 1 else ""


def _by_value(notes: Sequence[Note]) -> Mapping[Money | datetime, list[Note]]:
    told: dict[Money | datetime, list[Note]] = {}
    for each in notes:
        if each not in told.setdefault(each.value, []):
            told[each.value].append(each)
    return told


def _as_written(value: Any, noted: Mapping[Money | datetime, list[Note]]) -> tuple[str, str]:
    """The text and unit in the file. A value that two fields share in different writing shows both."""
    found = noted.get(value, []) if isinstance(value, Money | datetime) else []
    if not found:
        return (value.grouped, YUAN) if isinstance(value, Money) else ("", "")
    return " / ".join(each.text for each in found[:3]), " / ".join(dict.fromkeys(each.unit for each in found[:3]))


def _ours(value: Any, say: Callable[[Any], str]) -> str:
    return "—" if value in (None, "") else say(value)


def _plain(value: Any) -> str:
    return str(value)


def _money(value: Money) -> str:
    return value.grouped


def _moment(value: datetime) -> str:
    return f"{local(value):%Y-%m-%d %H:%M:%S}"


def _count(value: int) -> str:
    return f"{value:,}"


def _flag(value: Any) -> str:
    return "有" if value else "无"


def _bids(value: Any) -> str:
    return f"{value if isinstance(value, int) else len(value):,} 次"


def _files(value: Any) -> str:
    return f"{value if isinstance(value, int) else len(value)} 份"


def _state(value: Any) -> str:
    return STATE_TITLES.get(value, str(value))


def _round(value: int) -> str:
    return ROUND_NAMES.get(value, str(value))


Ours = Callable[[Round, Approved], Any]
FIELDS: tuple[tuple[str, str, Ours, Callable[[Any], str]], ...] = (
    ("state", "状态", lambda _f, _a: None, _state),
    ("raw_state", "平台状态原文", lambda f, _a: f.raw_state, _plain),
    ("title", "拍品名称", lambda _f, a: a.title, _plain),
    ("court", "处置法院", lambda _f, a: a.court, _plain),
    ("round", "拍次", lambda f, _a: f.round_no, _round),
    ("starting_price", "起拍价", lambda f, _a: f.start_price, _money),
    ("appraisal_price", "评估价", lambda f, _a: f.reference_price, _money),
    ("deposit", "保证金", lambda f, _a: f.deposit, _money),
    ("increment", "加价幅度", lambda f, _a: f.increment, _money),
    ("reserve_flag", "保留价", lambda _f, _a: None, _flag),
    ("start_at", "开拍时间", lambda f, _a: f.opens_at, _moment),
    ("end_at", "结束时间", lambda f, _a: f.ends_at, _moment),
    ("extension_minutes", "延时周期（分钟）", lambda _f, _a: None, _count),
    ("extensions", "延时次数", lambda f, _a: f.extensions, _count),
    ("current_price", "当前价", lambda f, _a: f.current_price, _money),
    ("bid_count", "出价次数", lambda f, _a: f.bid_count, _count),
    ("bids", "出价记录", lambda f, _a: f.bid_count, _bids),
    ("applicants", "报名人数", lambda f, _a: f.applicants, _count),
    ("viewers", "围观次数", lambda f, _a: f.viewers, _count),
    ("winner_code", "竞得人竞买号", lambda f, _a: f.winner_code, _plain),
    ("final_price", "成交价", lambda f, _a: f.final_price, _money),
    ("confirmation", "成交确认书", lambda f, _a: f.result_document, _plain),
    ("attachments", "附件", lambda _f, a: len(a.files), _files),
    ("photos", "照片", lambda _f, a: len(a.photos), _files),
)
"""Fields of a snapshot that a person sees: name, title, what the house holds, how it is said."""
