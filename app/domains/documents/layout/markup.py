"""From a template to blocks. A line of a template is a block; `@kind ` in front says which, `||` parts its cells.

Markers are turned into control characters before Jinja sees the source and every printed value is stripped of control characters:
no fact can pose as a marker or open a new line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound

from app.domains.documents.filters import FILTERS
from app.domains.documents.layout.blocks import Block, Kind

_OPEN, _CLOSE, _CELL, _BREAK = "\x02", "\x03", "\x04", "\x0b"
_MARKER = re.compile(rf"^[ \t]*@({'|'.join(Kind)})(?: |$)", re.MULTILINE)
_LINES = re.compile(r"\r\n|\r|\n|\u2028|\u2029")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


class EmptyFact(ValueError):
    """A template printed None: the fact behind it was not given."""


class TemplateBroken(ValueError):
    """A template's own fault: two blocks on one line."""


class PaperLoader(BaseLoader):
    """Finds `<code>` in papers/<code>/template.txt and `<name>.txt` in layout/parts, and protects the markers."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """Source with protected markers. Raises TemplateNotFound."""
        del environment
        path = self._root / "layout/parts" / template if template.endswith(".txt") else self._root / "papers" / template / "template.txt"
        if not path.is_file():
            raise TemplateNotFound(template)
        return protect(path.read_text(encoding="utf-8")), str(path), None


def protect(source: str) -> str:
    """Markers and cell bars as control characters."""
    return _MARKER.sub(_marker, source).replace(" || ", _CELL)


def _marker(found: re.Match[str]) -> str:
    return f"{_OPEN}{found.group(1)}{_CLOSE}"


def _printed(value: object) -> object:
    if value is None:
        raise EmptyFact("a template printed a fact that was not given")
    text = _LINES.sub(_BREAK, str(value))
    return _CONTROLS.sub(_kept, text)


def _kept(found: re.Match[str]) -> str:
    return _BREAK if found.group() == _BREAK else ""


def environment(root: Path) -> Environment:
    """Jinja for papers: strict, without autoescape (the output is text; HTML is escaped where blocks become HTML)."""
    jinja = Environment(
        loader=PaperLoader(root),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_printed,
        autoescape=False,
    )
    jinja.filters.update(FILTERS)
    return jinja


def render(jinja: Environment, name: str, context: Mapping[str, object]) -> tuple[Block, ...]:
    """The blocks of one template. Raises EmptyFact, jinja2.UndefinedError."""
    lines = jinja.get_template(name).render(context).split("\n")
    return tuple(_block(line) for line in lines if line.strip())


def _block(line: str) -> Block:
    kind, text = Kind.BODY, line.strip(" ")
    if text.startswith(_OPEN):
        mark, text = text[1:].split(_CLOSE, 1)
        kind = Kind(mark)
    if _OPEN in text:
        raise TemplateBroken(f"a marker stands inside a line: {text!r}")
    return Block(kind, tuple(cell.replace(_BREAK, "\n").strip(" ") for cell in text.split(_CELL)))
