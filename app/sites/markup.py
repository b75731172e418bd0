"""A page as a small tree: find by id, class or tag, and read flat text. Forgiving of unclosed tags, as the sites' pages are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import unescape

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


# a comment or declaration; or a tag with its attributes, in which a quoted text may hold ">" and a quote that is never closed is only a sign
_MARK = re.compile(r"<(?:!--.*?(?:-->|$)|[!?][^>]*>|(/?)([A-Za-z][^\s/>]*)((?>[^>\"']+|\"[^\"]*\"|'[^']*'|[\"'])*+)>)", re.S)
_ATTRIBUTE = re.compile(r"([^\s=/\"'>][^\s=/>]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]*))?")
_ENDS = {tag: re.compile(f"</{tag}", re.I) for tag in _SILENT}


class _Builder:
    """Puts a page together, mark by mark: html.parser, which takes every tag to pieces more than once, needs more than twice the time."""

    def __init__(self) -> None:
        self.root = Page("")
        self._open: list[Node] = [self.root]

    def feed(self, text: str) -> None:
        """The whole page. What stands in a script or style is text until that element ends."""
        at, search = 0, _MARK.search
        while (mark := search(text, at)) is not None:
            start = mark.start()
            if start > at:
                self._text(text[at:start])
            at = mark.end()
            closes, name, inside = mark.groups()
            if name is None:
                continue
            tag = name.lower()
            if closes:
                self._close(tag)
            elif self._begin(tag, inside) and tag in _SILENT:
                at = self._raw(text, at, tag)
        self._text(text[at:])

    def _begin(self, tag: str, inside: str) -> bool:
        """Open an element; does anything stand in it?"""
        node = Node(tag, dict(map(_named, _ATTRIBUTE.findall(inside))) if inside else {})
        self._open[-1].parts.append(node)
        self.root.elements.append(node)
        if tag in _VOID or inside.endswith("/"):
            return False
        self._open.append(node)
        return True

    def _raw(self, text: str, at: int, tag: str) -> int:
        end = _ENDS[tag].search(text, at)
        until = end.start() if end else len(text)
        if until > at:
            self._open[-1].parts.append(text[at:until])
        return until

    def _close(self, tag: str) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].tag == tag:
                del self._open[depth:]
                return

    def _text(self, text: str) -> None:
        if text:
            self._open[-1].parts.append(unescape(text) if "&" in text else text)


def _named(found: tuple[str, str]) -> tuple[str, str]:
    name, value = found
    bare = value[1:-1] if value[:1] in {'"', "'"} and len(value) > 1 and value[-1] == value[0] else value
    return name.lower(), unescape(bare) if "&" in bare else bare
