"""The shape of files: short, well named, imports at the top, every route with its right, every case's row in a scope, templates without code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.source import ROOT, Source, sources

LONGEST = 400
WORDLESS = re.compile(r"(^|_)(utils?|helpers?|common|misc|managers?)(_|$)")
VERBS = frozenset({"get", "post", "put", "patch", "delete", "route"})
CASE_BOUND = frozenset({"case_id", "court_id"})
UNSCOPED = {
    "TrailRow": "the trail is read by the auditor, and by a case's thread through the case",
    "Message": "a message belongs to its reader",
    "RuleSwitch": "a setting of a court, read by everybody of the court",
    "DeadlineMargin": "a setting of a court, read by everybody of the court",
    "Appointment": "a role of a person, read with the person",
    "FactorReset": "asked among the administrators of one court, which each of its selects names",
}
FORBIDDEN = {
    "an inline style": re.compile(r"<style|\sstyle\s*=\s*[\"']", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>%{}]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an address that is code": re.compile(r"(?:href|src|action)\s*=\s*[\"']\s*javascript:", re.IGNORECASE),
}


def files(root: str, *suffixes: str) -> Iterator[Path]:
    return (path for path in (ROOT / root).rglob("*") if path.suffix in suffixes and not {"vendor", "node_modules", "dist"} & set(path.parts))


def imports_inside(source: Source) -> list[int]:
    return [node.lineno for function in source.functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]


def unguarded(source: Source) -> list[str]:
    return [function.name for function in source.functions if _is_route(function) and not _is_permitted(function)]


def unscoped_rows(source: Source) -> set[str]:
    return {node.name for node in source.nodes if isinstance(node, ast.ClassDef) and _is_row(node) and _columns(node) & CASE_BOUND and not _is_scoped(node)}


def faults_of(template: str) -> list[str]:
    written = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "·", template, flags=re.DOTALL)
    return [what for what, sign in FORBIDDEN.items() if sign.search(written)]


def _is_route(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = [each.func for each in function.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in VERBS and isinstance(call.value, ast.Name) for call in calls)


def _is_permitted(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    last = function.decorator_list[-1]
    return isinstance(last, ast.Call) and ast.unparse(last.func) == "permits"


def _bases(row: ast.ClassDef) -> set[str]:
    return {ast.unparse(base) for base in row.bases}


def _is_row(row: ast.ClassDef) -> bool:
    return bool(_bases(row) & {"Base", "Row", "Scoped"})


def _is_scoped(row: ast.ClassDef) -> bool:
    return "Scoped" in _bases(row)


def _columns(row: ast.ClassDef) -> set[str]:
    return {each.target.id for each in row.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)}


def _length(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    written = [path for root in ("app", "plugins", "config", "migrations", "tests", "frontend") for path in files(root, ".py", ".js", ".html")]
    captured = [path for path in written if "captures" in path.parts]
    assert [str(path) for path in set(written) - set(captured) if _length(path) > LONGEST and "static" not in path.parts] == []


def test_no_name_says_nothing() -> None:
    written = (path for root in ("app", "plugins", "config", "tests") for path in files(root, ".py", ".js", ".html"))
    assert [path.as_posix() for path in written if any(WORDLESS.search(Path(part).stem) for part in path.relative_to(ROOT).parts)] == []


def test_nothing_is_imported_inside_a_function_or_to_dodge_a_circle() -> None:
    inside = {source.name: lines for source in sources() if (lines := imports_inside(source))}
    assert inside == {}
    assert [source.name for source in sources() if "typing.TYPE_CHECKING" in source.imports] == []


def test_every_route_declares_its_permission_directly_above_the_view() -> None:
    assert {source.name: bare for source in sources("app/domains", "app/desk", "app/api", "app/web") if (bare := unguarded(source))} == {}


def test_a_row_that_belongs_to_a_case_or_court_comes_through_a_scope() -> None:
    tables = [source for source in sources("app/domains") if source.name.rpartition("/")[2].startswith("tables")]
    assert set().union(*map(unscoped_rows, tables)) == set(UNSCOPED)


@pytest.mark.parametrize("root", ["app/web/templates", "app/domains"])
def test_templates_hold_no_style_script_or_event_attribute(root: str) -> None:
    found = {path.as_posix(): faults for path in files(root, ".html") if (faults := faults_of(path.read_text(encoding="utf-8")))}
    assert found == {}


@pytest.mark.parametrize(
    "line",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        '<a href="javascript:void(0)">',
        '<button class="a" onclick="go()">',
        "<body onload='x()'>",
    ],
)
def test_such_a_template_would_be_seen(line: str) -> None:
    assert faults_of(line)


def test_a_script_from_our_own_file_and_a_macro_with_a_style_are_let_be() -> None:
    assert faults_of('<script src="/static/app.js" defer></script>{% macro day(d, style="table") %}{# <p style="x"> #}') == []


def test_a_route_without_right_and_a_hidden_import_would_be_seen() -> None:
    bare = Source("app/x.py", "@pages.get('/x')\ndef page():\n    import os\n")
    kept = Source("app/x.py", "@pages.get('/x')\n@permits(SEE)\ndef page(): ...\n")
    assert (unguarded(bare), imports_inside(bare)) == (["page"], [3])
    assert (unguarded(kept), imports_inside(kept)) == ([], [])


def test_a_row_of_a_case_without_scope_would_be_seen() -> None:
    assert unscoped_rows(Source("app/x.py", "class Lot(Row):\n    case_id: Mapped[str]\n")) == {"Lot"}
