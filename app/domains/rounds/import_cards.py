"""The page of imports (S27): each file a card with what stands in it for each lot of ours, and what a person has chosen of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.domains.courts.queries import get_court
from app.domains.rounds import importing
from app.domains.rounds.import_queries import list_choosable, list_of_lots
from app.domains.rounds.importing import Read
from app.domains.rounds.jobs import approved_of
from app.domains.rounds.recognising import FieldRow, Recognised, Understood, choose, fields_held, recognise, rows_of, units_of
from app.domains.rounds.rules import Approved
from app.domains.rounds.tables import Round
from app.infra.unit_of_work import Reading
from app.kernel.clock import local
from app.sites.contract import Plugin, Snapshot
from app.sites.sanity import Doubt, Flag, check

MOST_FILES = 20


@dataclass(frozen=True)
class Given:
    """A file as it came, or as it was kept since: its bytes, when it was saved (None: not told), the site and the lot that a person chose."""

    name: str
    content: bytes
    digest: str
    saved_at: datetime | None = None
    site: str = ""
    round_id: str = ""
    fresh: bool = True

    @property
    def typed_at(self) -> str:
        """The time as a datetime-local input takes it."""
        return f"{local(self.saved_at):%Y-%m-%dT%H:%M}" if self.saved_at else ""


@dataclass(frozen=True)
class LotCard:
    """One lot of ours in a file; `dated`: the file itself says when it was read. `unsure` is a doubt about the unit that a person must settle first."""

    found: Round
    read: Read
    rows: list[FieldRow]
    held: tuple[int, int]
    units: list[str]
    doubts: tuple[Flag, ...]
    dated: bool

    @property
    def unsure(self) -> bool:
        """Must the unit be looked at on the site first?"""
        return any(each.doubt is Doubt.UNIT for each in self.doubts)


@dataclass(frozen=True)
class Card:
    """One file. Without lots: `fault` says why it is only evidence, or a person must choose among `sites` and `choosable`."""

    given: Given
    site: str
    sites: list[tuple[str, str]]
    lots: list[LotCard] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    fault: str = ""
    choosable: list[Round] = field(default_factory=list)

    @property
    def only_evidence(self) -> bool:
        """Nothing in it can ever be taken, whatever a person chooses."""
        return not self.lots and not self.choosable and (bool(self.site) or not self.sites)


def cards_of(r: Reading, plugins: Sequence[Plugin], files: Sequence[Given]) -> list[Card]:
    """A card for each file; the lots of all of them are found in one query, those that may be chosen in another."""
    told = [recognise(plugins, each.name, each.content) for each in files]
    ours = list_of_lots(r, {lot.lot_id for each in told for reading in each.readings for lot in reading.snapshots if lot.lot_id})
    choosable = list(list_choosable(r)) if any(_nameless(each) for each in told) else []
    titles = [(plugin.code, plugin.title) for plugin in plugins]
    court = get_court(r.session, r.actor.court_id).name if r.actor.court_id else ""
    return [_card(r, given, each, _Known(ours, choosable, titles, court)) for given, each in zip(files, told, strict=True)]


@dataclass(frozen=True)
class _Known:
    """What all cards need: our lots by (site, lot), those that may be chosen, the sites' names, the court's name."""

    ours: dict[tuple[str, str], Round]
    choosable: Sequence[Round]
    titles: list[tuple[str, str]]
    court: str


def _nameless(told: Recognised) -> bool:
    return any(not lot.lot_id for reading in told.readings for lot in reading.snapshots)


def _card(r: Reading, given: Given, told: Recognised, known: _Known) -> Card:
    able = {each.site for each in told.readings}
    sites = [each for each in known.titles if each[0] in able]
    choosable = [each for each in known.choosable if each.site in able] if _nameless(told) else []
    picked = next((each for each in choosable if each.id == given.round_id), None)
    reading = choose(told, known.ours, picked.site if picked else given.site)
    if not told.readings:
        return Card(given, "", sites, fault=told.fault)
    if reading is None:
        return Card(given, "", sites, choosable=choosable, fault=_unclear(told))
    lots = list(_lots(r, given, reading, known, picked))
    strangers = [lot.lot_id for lot in reading.snapshots if lot.lot_id and (reading.site, lot.lot_id) not in known.ours]
    return Card(given, reading.site, sites, lots, strangers, "" if lots else _not_ours(reading, strangers), choosable)


def _not_ours(reading: Understood, strangers: Sequence[str]) -> str:
    if any(not lot.lot_id for lot in reading.snapshots):
        return "文件里没有拍品编号，选择它是哪个拍品的"
    return f"文件中的拍品（{'、'.join(strangers[:3])}）没有登记在本系统"


def _unclear(told: Recognised) -> str:
    if _nameless(told):
        return "文件里没有平台和拍品编号，选择它是哪个拍品的"
    return f"{len(told.readings)} 个平台都能读这个文件，选择是哪个平台的"


def _lots(r: Reading, given: Given, reading: Understood, known: _Known, picked: Round | None) -> Iterator[LotCard]:
    for lot in reading.snapshots:
        found = known.ours.get((reading.site, lot.lot_id)) if lot.lot_id else picked
        if found is not None:
            yield _lot(given, reading, lot, found, approved_of(r, found, known.court))


def _lot(given: Given, reading: Understood, lot: Snapshot, found: Round, approved: Approved) -> LotCard:
    read = importing.read_of(found, approved, given.name, [lot], given.saved_at)
    rows = rows_of(lot, found, approved, reading.notes)
    return LotCard(found, read, rows, fields_held(lot), units_of(rows), check(lot), lot.read_at is not None)
