"""Kinds of tasks, one file each, found by scanning this folder: a file without KIND is a fault of the house at start."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache

from app.domains.tasks.fields import Kind
from app.kernel.errors import Invalid, NotAllowed
from app.law.tasks import COURT_DUTIES, FORCE, Doer, task_gate

COURT_ONLY: Mapping[str, str] = {code: work.title for code, work in {**COURT_DUTIES, **FORCE}.items()}
"""What the law keeps for the court (app/law/tasks.py): no kind of task may be made of it."""


@lru_cache(maxsize=1)
def all_kinds() -> Mapping[str, Kind]:
    """Every kind by code, in the order of groups and titles."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    found: list[Kind] = [importlib.import_module(f"{__name__}.{name}").KIND for name in names]
    for name, kind in zip(names, found, strict=True):
        if kind.code != name:
            raise ValueError(f"{name}.py holds the kind {kind.code}")
    return {kind.code: kind for kind in sorted(found, key=lambda each: (each.group, each.code))}


def get_kind(code: str) -> Kind:
    """A kind by code. What the law keeps for the court is refused by name (M-21, 法释〔2016〕18号第6条), an unknown code is Invalid."""
    if code in COURT_ONLY:
        found = task_gate(code, Doer.AGENCY).findings[0]
        raise NotAllowed(f"{found.message}（{found.citation}）", code="court_only", field="kind")
    kind = all_kinds().get(code)
    if kind is None:
        raise Invalid("没有这种任务，从列表中选", field="kind")
    return kind


def kind_title(code: str) -> str:
    """The kind's name on screens; the code itself for a kind that is no longer known."""
    kind = all_kinds().get(code)
    return kind.title if kind else code
