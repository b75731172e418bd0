"""What a kind of task is made of: fields, list columns, sections, wanted shots, checks. Values only; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from app.domains.tasks.types import PhotoBadge
from app.kernel.actor import Role

Form = Mapping[str, Any]
PLAN_DIGEST, PANEL_RECORD_NO = "plan_digest", "panel_record_no"


class Type(StrEnum):
    """What a field holds. In the form's JSON: numbers and money as decimal text, days and instants in ISO form, a list as rows of texts."""

    TEXT = "text"
    LONG = "long"
    INT = "int"
    DEC = "dec"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    BOOL = "bool"
    CONFIRM = "confirm"
    ENUM = "enum"
    ENUMS = "enums"
    LIST = "list"
    GEO = "geo"


class Need(StrEnum):
    """Must it be filled in? On condition: a check of the kind says when."""

    REQUIRED = "R"
    CONDITION = "C"
    OPTIONAL = "O"


class Sees(StrEnum):
    """Who reads a field (forms.md §0): A the agency, P may become public, SEALED the agency writes and cannot read again, COURT the court alone."""

    AGENCY = "A"
    PUBLIC = "A+P"
    SEALED = "J-write"
    COURT = "J"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field: its name and what to do, in Chinese. warning: it may be right; with a reason it can be handed back."""

    field: str
    words: str
    warning: bool = False


@dataclass(frozen=True)
class Column:
    """A column of a list field. Choices make it a select box."""

    name: str
    title: str
    type: Type = Type.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    sees: Sees = Sees.AGENCY
    holds_number: bool = False


@dataclass(frozen=True)
class When:
    """A condition: the named field has one of the values."""

    field: str
    values: tuple[str, ...]

    def holds(self, form: Form) -> bool:
        """Does it hold for the answers so far?"""
        return form.get(self.field) in self.values


@dataclass(frozen=True)
class Field:
    """One question of a form. `none_word` (无) is the explicit empty answer of a list; `unknown` permits 未查明 with reason and steps taken.

    `when` makes it required on condition; `least`, `most` are characters of a text, rows of a list; `fades`: hidden from the agency seven days after
    the work was accepted (AUX-18).
    """

    name: str
    title: str
    type: Type = Type.TEXT
    need: Need = Need.REQUIRED
    hint: str = ""
    sees: Sees = Sees.AGENCY
    choices: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    unit: str = ""
    places: int = 0
    least: int = 0
    most: int = 0
    none_word: str = ""
    unknown: bool = False
    per_visit: bool = False
    holds_number: bool = False
    when: When | None = None
    fades: bool = False

    @property
    def public(self) -> bool:
        """May it become public?"""
        return self.sees is Sees.PUBLIC

    @property
    def required(self) -> bool:
        """Must it be answered on handing back, whatever else is answered? What the court fills in is not asked of the agency."""
        return self.need is Need.REQUIRED and self.sees is not Sees.COURT

    def wanted(self, form: Form) -> bool:
        """Must it be answered, given the other answers?"""
        return self.required or (self.when is not None and self.when.holds(form))


@dataclass(frozen=True)
class Section:
    """A group of fields under one head."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Shot:
    """A wanted photo by name; with `per` (a list field) so many for each of its rows."""

    code: str
    title: str
    least: int = 1
    hint: str = ""
    per: str = ""
    when: When | None = None


@dataclass(frozen=True)
class WantedFile:
    """A video, sound or document that the work needs: `sort` as in TaskFile; `seconds` the shortest recording that counts; `when` on condition."""

    sort: str
    title: str
    least: int = 1
    seconds: int = 0
    when: When | None = None


@dataclass(frozen=True)
class PhotoFact:
    """What a check may know of a photo."""

    shot: str
    badge: PhotoBadge
    digest: str
    blurred: bool = False


@dataclass(frozen=True)
class FileFact:
    """What a check may know of a recording, document or signature; seconds: 0 for what has no length; who: whose signature it is."""

    sort: str
    seconds: float = 0.0
    who: str = ""


@dataclass(frozen=True)
class Situation:
    """What a check may know besides the form: now, the day, when the work was taken on, photos and files, where it is (lng, lat), who does it,
    what its header says of the frozen plan (PLAN_DIGEST, PANEL_RECORD_NO)."""

    now: datetime
    today: date
    taken_at: datetime | None = None
    photos: tuple[PhotoFact, ...] = ()
    files: tuple[FileFact, ...] = ()
    place: tuple[float, float] | None = None
    worker: str = ""
    plan: Mapping[str, str] = field(default_factory=dict)


Check = Callable[[Form, Situation], Iterable[Fault]]
Findings = Callable[[Form], Mapping[str, Any]]


def no_findings(form: Form) -> Mapping[str, Any]:
    """For kinds whose result no other noun reads."""
    return {}


@dataclass(frozen=True)
class Law:
    """On what the kind rests: the articles, what the agency may do, and what stays with the court (shown on the page)."""

    citation: str
    never: tuple[str, ...] = ()
    agency_kinds: tuple[str, ...] = ("support",)


@dataclass(frozen=True)
class Beside:
    """A page of another noun for whoever has a task in hand: its endpoint (which takes task_id), its words, the role that holds its right."""

    endpoint: str
    title: str
    role: Role


@dataclass(frozen=True)
class Kind:
    """A kind of task. `asset_classes` are words of law (app/law/subjects.py); empty fits every asset. `days` is the usual time to do it.

    `on_site`: somebody goes there, so the place is told; `due_rule` and `feeds`: when it must be done and what its result serves (forms.md §3).
    `beside`: the page, if any, on which its doer follows the act that the task is about.
    """

    code: str
    title: str
    group: str
    law: Law
    sections: tuple[Section, ...]
    days: int
    shots: tuple[Shot, ...] = ()
    least_photos: int = 0
    asset_classes: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    findings: Findings = no_findings
    files: tuple[WantedFile, ...] = ()
    on_site: bool = False
    due_rule: str = ""
    feeds: tuple[str, ...] = ()
    beside: Beside | None = None
    by_name: Mapping[str, Field] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        named = {each.name: each for section in self.sections for each in section.fields}
        if len(named) != sum(len(section.fields) for section in self.sections):
            raise ValueError(f"{self.code}: a field stands twice")
        object.__setattr__(self, "by_name", named)

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the form."""
        return tuple(self.by_name.values())

    @property
    def court_fields(self) -> tuple[Field, ...]:
        """What the court itself fills in when it accepts the work."""
        return tuple(each for each in self.by_name.values() if each.sees is Sees.COURT)

    def fits(self, asset_class: str) -> bool:
        """May the kind be given for an asset of that class?"""
        return not self.asset_classes or asset_class in self.asset_classes
