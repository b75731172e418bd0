"""Answers of a form: read from what a page or phone sends, merged into the draft, shown without what the viewer may not read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domains.tasks.fields import Field, Form, Kind, Sees, Type
from app.domains.tasks.hand_back_block import DECLARED_ON, UNKNOWN

MOST_ROWS, LONGEST = 400, 6000
ALWAYS_OPEN = frozenset({"unknowns", "agency_note"})


Posted = Mapping[str, list[str]]


def read_posted(kind: Kind, posted: Posted) -> dict[str, Any]:
    """Answers of the fields that were on the page (each names itself in `on_page`), as typed. posted: every value by name, a form's `to_dict(flat=False)`."""
    on_page = set(posted.get("on_page", []))
    return {field.name: _read(field, posted) for field in _agency_fields(kind) if field.name in on_page or field.name in posted}


def read_json(kind: Kind, body: Mapping[str, Any]) -> dict[str, Any]:
    """Answers from a phone's JSON; what does not have the field's form is dropped."""
    return {field.name: _plain(field, body[field.name]) for field in _agency_fields(kind) if field.name in body}


def read_court(kind: Kind, posted: Posted) -> dict[str, Any]:
    """What the court typed into its own fields (`court-<name>`)."""
    return {field.name: _one(posted, f"court-{field.name}").strip()[:LONGEST] for field in kind.court_fields}


def _agency_fields(kind: Kind) -> list[Field]:
    return [field for field in kind.fields if field.sees is not Sees.COURT]


def merge(kind: Kind, draft: Form, answers: Mapping[str, Any], *, open_fields: frozenset[str] | None, today: str) -> dict[str, Any]:
    """The draft with new answers. open_fields: after a return only those are open; None opens all. A sealed answer left blank stays."""
    merged = dict(draft)
    for name, value in answers.items():
        field = kind.by_name[name]
        if open_fields is not None and name not in open_fields and not field.per_visit and name not in ALWAYS_OPEN:
            continue
        merged[name] = _keep_sealed(field, draft.get(name), value) if open_fields is not None else value
        if field.type is Type.CONFIRM:
            merged[DECLARED_ON] = today if value is True else ""
    return merged


def readable(kind: Kind, form: Form, *, sealed_too: bool, faded: bool = False) -> dict[str, Any]:
    """The form as somebody may read it: sealed and court-only answers only with sealed_too; contacts and addresses not once they have faded."""
    if faded:
        form = {name: value for name, value in form.items() if not (name in kind.by_name and kind.by_name[name].fades)}
    if sealed_too:
        return dict(form)
    hidden = {field.name for field in kind.fields if field.sees in (Sees.SEALED, Sees.COURT)}
    shown = {name: value for name, value in form.items() if name not in hidden}
    for field in kind.fields:
        secret = {column.name for column in field.columns if column.sees in (Sees.SEALED, Sees.COURT)}
        if secret and isinstance(shown.get(field.name), list):
            shown[field.name] = [{name: cell for name, cell in row.items() if name not in secret} for row in shown[field.name]]
    return shown


def public_part(kind: Kind, form: Form) -> dict[str, Any]:
    """Only what may become public after the judge."""
    return {field.name: form[field.name] for field in kind.fields if field.public and field.name in form}


def _read(field: Field, posted: Posted) -> Any:
    if field.unknown and _one(posted, f"{field.name}-unknown"):
        return UNKNOWN
    match field.type:
        case Type.LIST:
            rows = _rows(field, posted)
            return rows if rows else [] if _one(posted, f"{field.name}-none") else None
        case Type.ENUMS:
            return [each for each in posted.get(field.name, []) if each]
        case Type.CONFIRM:
            return bool(_one(posted, field.name))
        case _:
            return _one(posted, field.name).strip()[:LONGEST]


def _one(posted: Posted, key: str) -> str:
    return next(iter(posted.get(key, [])), "")


def _rows(field: Field, posted: Posted) -> list[dict[str, str]]:
    wanted = _one(posted, f"{field.name}-rows")
    count = min(int(wanted), MOST_ROWS) if wanted.isdecimal() else 0
    read = [{column.name: _one(posted, f"{field.name}-{no}-{column.name}").strip()[:LONGEST] for column in field.columns} for no in range(count)]
    return [row for row in read if any(row.values())]


def _row(field: Field, cell: Any) -> dict[str, str]:
    return {column.name: str(cell(column.name) or "").strip()[:LONGEST] for column in field.columns}


def _plain(field: Field, value: Any) -> Any:
    match field.type:
        case Type.LIST:
            rows = [_row(field, each.get) for each in value[:MOST_ROWS] if isinstance(each, dict)] if isinstance(value, list) else None
            return None if rows is None else [row for row in rows if any(row.values())]
        case Type.ENUMS:
            return [str(each) for each in value] if isinstance(value, list) else []
        case Type.CONFIRM:
            return value is True
        case _:
            return str(value if value is not None else "").strip()[:LONGEST]


def _keep_sealed(field: Field, old: Any, new: Any) -> Any:
    """After handing back the agency no longer reads sealed answers: an empty one means unchanged, not deleted."""
    if field.sees is Sees.SEALED and new in (None, "", []):
        return old
    secret = [column.name for column in field.columns if column.sees is Sees.SEALED]
    if not secret or not isinstance(old, list) or not isinstance(new, list):
        return new
    return [_with_old(row, old, secret) for row in new]


def _with_old(row: Mapping[str, Any], old: Iterable[Mapping[str, Any]], secret: list[str]) -> dict[str, Any]:
    """The row with its sealed cells, if the row it was before (all other cells alike) is still there."""
    rest = {name: cell for name, cell in row.items() if name not in secret}
    before = next((each for each in old if {name: cell for name, cell in each.items() if name not in secret} == rest), {})
    return {**row, **{name: row.get(name) or before.get(name, "") for name in secret}}
