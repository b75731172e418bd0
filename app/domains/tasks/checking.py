"""Checks on handing back: every fault of a form and its evidence, by field, so that each can be a link. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domains.tasks.fields import Fault, Field, Form, Kind, Shot, Situation, Type, WantedFile
from app.domains.tasks.hand_back_block import COMMON_CHECKS, no_bare_unknown, place_told, signed_by_worker, unknowns_named
from app.domains.tasks.shapes import misshapen
from app.domains.tasks.warned import is_reasoned, unreasoned
from app.law import personal_data, phrases
from app.law.findings import Severity

PHOTOS = "photos"
_FREE = frozenset({Type.TEXT, Type.LONG})
_OWN_NUMBERS = frozenset({personal_data.Number.ID, personal_data.Number.PHONE, personal_data.Number.ACCOUNT})


@dataclass(frozen=True)
class ShotCount:
    """How many photos of a wanted shot there are, and how many there must be."""

    shot: Shot
    taken: int
    wanted: int

    @property
    def missing(self) -> int:
        """How many are still wanted."""
        return max(0, self.wanted - self.taken)


def faults_of(kind: Kind, form: Form, situation: Situation) -> tuple[Fault, ...]:
    """Everything that keeps the form from being handed back, warnings without a reason too, in the order of the form, photos last. Empty: it may go."""
    found = _found(kind, form, situation)
    wanting = (each for each in found if not each.warning or not is_reasoned(kind, each, form))
    return tuple(unreasoned(kind, each) if each.warning else each for each in wanting)


def warnings_of(kind: Kind, form: Form, situation: Situation) -> tuple[Fault, ...]:
    """What looks wrong and may be right, reasoned or not, in the order of the form."""
    return tuple(each for each in _found(kind, form, situation) if each.warning)


def _found(kind: Kind, form: Form, situation: Situation) -> tuple[Fault, ...]:
    found = [
        *_missing(kind, form),
        *_misshapen(kind, form),
        *no_bare_unknown(kind.fields, form),
        *unknowns_named(kind.fields, form),
        *_personal_numbers(kind, form),
        *_phrases(kind, form),
        *_evidence(kind, form, situation),
        *_files(kind, form, situation),
        *((*place_told(form, situation), *signed_by_worker(form, situation)) if kind.on_site else ()),
        *(fault for check in (*COMMON_CHECKS, *kind.checks) for fault in check(form, situation)),
    ]
    order = {name: place for place, name in enumerate(kind.by_name)}
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: order.get(fault.field, len(order))))


def shot_counts(kind: Kind, form: Form, situation: Situation) -> tuple[ShotCount, ...]:
    """Each wanted shot with what is there and what must be there."""
    taken = Counter(photo.shot for photo in situation.photos)
    return tuple(ShotCount(shot, taken[shot.code], _wanted(shot, form)) for shot in kind.shots)


def filled(kind: Kind, form: Form) -> tuple[int, int]:
    """(answered, wanted) of the required fields: the count beside 填写 on the phone."""
    needed = [field for field in kind.fields if field.required]
    return sum(answered(field, form) for field in needed), len(needed)


def answered(field: Field, form: Form) -> bool:
    """Does the form answer the field? An empty list counts only where 无 is an answer and was given."""
    value = form.get(field.name)
    if value is None or value == "":
        return False
    if field.type is Type.LIST:
        return bool(value) or bool(field.none_word)
    if field.type is Type.CONFIRM:
        return value is True
    return bool(value != [])


def _missing(kind: Kind, form: Form) -> Iterator[Fault]:
    for field in kind.fields:
        if field.wanted(form) and not answered(field, form):
            yield Fault(field.name, _ask(field))
        elif field.type is Type.LIST:
            yield from _holes(field, form.get(field.name) or [])


def _misshapen(kind: Kind, form: Form) -> Iterator[Fault]:
    for field in kind.fields:
        for words in misshapen(field, form.get(field.name)):
            yield Fault(field.name, words)


def _ask(field: Field) -> str:
    if field.type is Type.CONFIRM:
        return "须当日勾选声明"
    if field.none_word:
        return f"必填；没有的勾选“{field.none_word}”"
    return "必填"


def _holes(field: Field, rows: list[Mapping[str, Any]]) -> Iterator[Fault]:
    for no, row in enumerate(rows, start=1):
        empty = [column.title for column in field.columns if column.required and not row.get(column.name)]
        if empty:
            yield Fault(field.name, f"第 {no} 行缺 {'、'.join(empty)}")
    if rows and len(rows) < field.least:
        yield Fault(field.name, f"现有 {len(rows)} 行，应不少于 {field.least} 行")


def _free_texts(kind: Kind, form: Form, *, public: bool = False) -> Iterator[tuple[Field, str]]:
    """Every free text of a form with its field, cells of lists too. public: only what may become public; else only where no number belongs."""
    for field in kind.fields:
        if public and not field.public:
            continue
        value = form.get(field.name)
        if field.type in _FREE and isinstance(value, str) and (public or not field.holds_number):
            yield field, value
        elif field.type is Type.LIST and isinstance(value, list):
            texts = [column.name for column in field.columns if column.type in _FREE and (public or not column.holds_number)]
            yield from ((field, str(row.get(name) or "")) for row in value for name in texts)


def _personal_numbers(kind: Kind, form: Form) -> Iterator[Fault]:
    """No identity number, phone or account typed into free text (PI-02)."""
    for field, text in _free_texts(kind, form):
        labels = dict.fromkeys(hit.kind.label for hit in personal_data.find_personal(text) if hit.kind in _OWN_NUMBERS)
        if labels:
            yield Fault(field.name, f"含{'、'.join(labels)}，删去后再交回")


def _phrases(kind: Kind, form: Form) -> Iterator[Fault]:
    """No phrase that may not be published in text that may become public (papers.md §0.6)."""
    for field, text in _free_texts(kind, form, public=True):
        for hit in phrases.scan(text):
            if hit.finding.severity is Severity.BREACH:
                yield Fault(field.name, f"含“{hit.found}”，不能公开：写看到的事实")


def _evidence(kind: Kind, form: Form, situation: Situation) -> Iterator[Fault]:
    for count in shot_counts(kind, form, situation):
        if count.missing:
            yield Fault(PHOTOS, f"缺照片“{count.shot.title}” {count.missing} 张")
    distinct = len({photo.digest for photo in situation.photos})
    if distinct < kind.least_photos:
        yield Fault(PHOTOS, f"照片 {distinct} 张，最少 {kind.least_photos} 张")


def _files(kind: Kind, form: Form, situation: Situation) -> Iterator[Fault]:
    for wanted in kind.files:
        there = sum(file.sort == wanted.sort and file.seconds >= wanted.seconds for file in situation.files)
        if there < wanted.least and (wanted.when is None or wanted.when.holds(form)):
            yield Fault(PHOTOS, f"缺{_called(wanted)} {wanted.least - there} 个")


def _called(wanted: WantedFile) -> str:
    sort = {"video": "录像", "audio": "录音", "document": "文件", "signature": "签名"}.get(wanted.sort, wanted.sort)
    return f"{sort}“{wanted.title}”" + (f"（不少于 {wanted.seconds} 秒）" if wanted.seconds else "")


def _wanted(shot: Shot, form: Form) -> int:
    if shot.when is not None and not shot.when.holds(form):
        return 0
    rows = form.get(shot.per) if shot.per else None
    return shot.least * len(rows) if isinstance(rows, list) else shot.least
