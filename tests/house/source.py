"""The source of the house, parsed once: what each file imports, calls, catches and decorates."""

from __future__ import annotations

import ast
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("app", "plugins", "config", "migrations", "wsgi.py")


@dataclass(frozen=True, eq=False)
class Source:
    """A Python file. `name` is its path from the root, with slashes."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the file."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def imports(self) -> frozenset[str]:
        """Everything imported, with its module: app.kernel.clock.day_of."""
        return frozenset(_imported(self.nodes))

    @cached_property
    def dotted(self) -> frozenset[str]:
        """Every name with its attributes as written: datetime.now, session.commit, os.environ."""
        return frozenset(ast.unparse(node) for node in self.nodes if isinstance(node, ast.Attribute) and _is_plain(node))

    @cached_property
    def called(self) -> frozenset[str]:
        """The last word of everything called as an attribute: commit, begin, now."""
        return frozenset(node.func.attr for node in self.nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))

    @cached_property
    def constructed(self) -> frozenset[str]:
        """Everything called by a bare name: Case(...), fire(...)."""
        return frozenset(node.func.id for node in self.nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))

    @cached_property
    def functions(self) -> tuple[ast.FunctionDef | ast.AsyncFunctionDef, ...]:
        """Every function, also inner ones."""
        return tuple(node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    @property
    def noun(self) -> str:
        """The noun whose room this is, or ''."""
        parts = self.name.split("/")
        return parts[2] if parts[:2] == ["app", "domains"] and len(parts) > 3 else ""


@cache
def sources(*roots: str) -> tuple[Source, ...]:
    """Every Python file under the roots (default: what runs in the house, without tests), parsed."""
    with _no_sweeping():
        found = tuple(_read(path) for root in roots or CODE for path in sorted(_files(root)))
        assert all(each.tree for each in found)
    return found


@contextmanager
def _no_sweeping() -> Iterator[None]:
    """Parsing makes hundreds of thousands of nodes and no waste: without the collector it takes a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@cache
def _read(path: Path) -> Source:
    return Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def _files(root: str) -> Iterator[Path]:
    place = ROOT / root
    return place.rglob("*.py") if place.is_dir() else iter([place])


def _imported(nodes: tuple[ast.AST, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _is_plain(node: ast.expr) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
