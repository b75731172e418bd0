"""Warnings of a hand-back: what may be right although it looks wrong. Each goes through with a reason, which stays in the version for the court. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domains.tasks.fields import Fault, Form, Kind

REASONS = "warning_reasons"
_PHOTOS = {"photos": "照片"}


def about(kind: Kind, warning: Fault) -> str:
    """A warning as its row names it: the field and what looks wrong."""
    return f"{_title(kind, warning)}：{warning.words}"


def is_reasoned(kind: Kind, warning: Fault, form: Form) -> bool:
    """Does a row name this field's warning and give a reason?"""
    return any(str(row.get("about", "")).startswith(_title(kind, warning)) and str(row.get("reason", "")).strip() for row in form.get(REASONS) or [])


def unreasoned(kind: Kind, warning: Fault) -> Fault:
    """The warning as a refusal: what to do when it is right as it stands."""
    return Fault(warning.field, f"{warning.words}；核对无误的，在“提醒的理由”写明", warning=True)


def reason_rows(kind: Kind, form: Form, warnings: Iterable[Fault]) -> list[dict[str, Any]]:
    """The rows of reasons as the form shows them: those given, then one to fill in for each warning that still wants its reason."""
    wanting = [{"about": about(kind, each), "reason": ""} for each in warnings if not is_reasoned(kind, each, form)]
    return [*(form.get(REASONS) or []), *wanting]


def without_blank(form: dict[str, Any]) -> dict[str, Any]:
    """The draft without rows that were offered and not filled in, for the warning may be gone by then."""
    rows = form.get(REASONS)
    return {**form, REASONS: [row for row in rows if str(row.get("reason", "")).strip()]} if rows else form


def _title(kind: Kind, warning: Fault) -> str:
    field = kind.by_name.get(warning.field)
    return field.title if field else _PHOTOS.get(warning.field, warning.field)
