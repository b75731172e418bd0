"""Quick starts: what Flask prepares for every page at once is prepared when it is first asked for, and once for all applications of a process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart


@dataclass(frozen=True)
class _Parsed:
    """An address taken apart: what it matches, and with which converters."""

    parts: tuple[RulePart, ...]
    trace: tuple[tuple[bool, str], ...]
    converters: Mapping[str, BaseConverter]


_PARSED: dict[str, _Parsed] = {}


class LateRule(Rule):
    """A route whose address is taken apart once a process, and whose builder is compiled at its first use: of 500 a page builds a few dozen."""

    def _parse_rule(self, rule: str) -> Iterable[RulePart]:
        known = _PARSED.get(rule)
        if known is None:
            begun = len(self._trace)
            parts = tuple(super()._parse_rule(rule))
            known = _PARSED[rule] = _Parsed(parts, tuple(self._trace[begun:]), dict(self._converters))
            return known.parts
        self._trace.extend(known.trace)
        self._converters.update(known.converters)
        self.arguments.update(known.converters)
        return known.parts

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compile_now, compiled = super()._compile_builder, None

        def build(_rule: Rule, **values: object) -> tuple[str, str]:
            nonlocal compiled
            compiled = compiled or compile_now(append_unknown)
            return compiled(self, **values)

        return build


class Compiled(BytecodeCache):
    """Templates compiled by this process, by name and digest of their text (Jinja checks it): a changed template is compiled again."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled for this key, if Jinja finds its digest still right."""
        if kept := self._code.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def install(app: Flask) -> None:
    """Before the first route and the first template."""
    app.url_rule_class = LateRule
    app.jinja_env.bytecode_cache = COMPILED
