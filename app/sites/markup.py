"""A page as a small tree: find by id, class or tag, and read flat text. Forgiving of unclosed tags, as the sites' pages are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_SILENT = frozenset({"script", "style"})


@dataclass
class Node:
    """An element; `parts` holds texts and child elements in order."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    parts: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in the page's order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(each for each in reversed(node.parts) if isinstance(each, Node))

    def all(self, test: Callable[[Node], bool]) -> tuple[Node, ...]:
        """Every element that passes the test."""
        return tuple(filter(test, self.walk()))

    def by_id(self, name: str) -> Node | None:
        """The element of an id."""
        for each in self.walk():
            if each.attrs.get("id") == name:
                return each
        return None

    def by_class(self, name: str) -> Node | None:
        """The first element of a class."""
        for each in self.walk():
            if name in each.attrs.get("class", "") and name in each.classes:
                return each
        return None

    def all_by_class(self, name: str) -> tuple[Node, ...]:
        """All elements of a class."""
        return tuple([each for each in self.walk() if name in each.attrs.get("class", "") and name in each.classes])

    def all_by_tag(self, name: str) -> tuple[Node, ...]:
        """All elements of a tag."""
        return tuple([each for each in self.walk() if each.tag == name])

    @property
    def classes(self) -> list[str]:
        """The words of the class attribute."""
        return self.attrs.get("class", "").split()

    @property
    def text(self) -> str:
        """All text below, blanks folded, elements divided by one blank; scripts and styles left out."""
        return " ".join(" ".join(self._texts()).split())

    @property
    def inside(self) -> str:
        """The raw text directly inside (scripts)."""
        return "".join(each for each in self.parts if isinstance(each, str))

    def _texts(self) -> Iterator[str]:
        waiting: list[Node | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                yield part
            elif part.tag not in _SILENT:
                waiting.extend(reversed(part.parts))


@dataclass
class Page(Node):
    """The root: it knows all its elements in the page's order."""

    elements: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """The root and all elements."""
        yield self
        yield from self.elements


def read_page(text: str) -> Node:
    """HTML → its root. Never fails: what is asked for is simply not found in a text that is no page."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    return builder.root


def text_of(node: Node | None) -> str | None:
    """Flat text of an element that may not be there."""
    return node.text if node is not None else None


def text_after(root: Node, node: Node) -> str:
    """Flat text that follows an element inside its parent ('' at the end): a unit often stands behind the element of its figure."""
    parent = next((each for each in root.walk() if any(part is node for part in each.parts)), None)
    if parent is None:
        return ""
    place = next(number for number, part in enumerate(parent.parts) if part is node)
    return Node("", parts=parent.parts[place + 1 :]).text


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Page("")
        self._open: list[Node] = [self.root]

    def updatepos(self, i: int, j: int) -> int:
        """Lines and columns are asked for by nobody; counting them is a tenth of the work."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].parts.append(node)
        self.root.elements.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self._open[-1].parts.append(node)
        self.root.elements.append(node)

    def handle_endtag(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self._open[-1].parts.append(data)
