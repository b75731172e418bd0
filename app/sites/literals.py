"""Reads what sites send as data: JSON, JSONP, JavaScript objects with unquoted keys, JSON with an empty value. Numbers stay exact."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from app.sites.contract import Changed

_JSONP = re.compile(r"^\s*(?:/\*.*?\*/)?\s*(?:[\w$.]+\s*&&\s*)?[\w$.]+\s*\(\s*(.*?)\s*\)\s*;?\s*$", re.S)
_GUARD = re.compile(r"^\s*try\s*\{(.*)\}\s*catch\s*\(\w*\)\s*\{[^{}]*\}\s*;?\s*$", re.S)
_NAMED = re.compile(r"^\s*(?:var|let|const)\s+[\w$]+\s*=\s*(.*?)\s*;?\s*$", re.S)
_ODD = re.compile(r"\\u(?:d[89a-f]|00[01])|[\x00-\x08]", re.I)
_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>[{}\[\],:])|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w$])|(?P<word>[\w$\u4e00-\u9fff]+))""",
    re.S,
)
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "undefined": None}
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.S)
_DEEPEST = 60
_LONGEST_NUMBER = 100


def unwrap(text: str) -> str:
    """JSONP without its call: `null({…})`, `jsonp12([…]);`, `try{f({…})}catch(e){}`, `var x = {…};` → the inside. Other text comes back as it is."""
    if text.lstrip()[:1] in ("{", "["):
        return text.strip()
    guarded = _GUARD.match(text)
    inner = guarded.group(1) if guarded else text
    found = _JSONP.match(inner) or _NAMED.match(inner)
    return found.group(1) if found else text.strip()


def read_data(text: str) -> Any:
    """JSON, JSONP or a JavaScript literal → values; decimals as Decimal, an empty value as None (gpai: `"itemType":,`). Changed if it is none of these."""
    inside = unwrap(text.lstrip("\ufeff"))
    try:
        value = json.loads(inside, parse_float=Decimal)
    except (ValueError, RecursionError):
        value = _Literal(inside).whole()
    return _storable(value) if _ODD.search(inside) else value


def read_mapping(text: str) -> dict[str, Any]:
    """The same, and it must be an object."""
    value = read_data(text)
    if not isinstance(value, dict):
        raise Changed("回答不是预期的数据对象")
    return value


class _Literal:
    """A recursive reader over the tokens of one JavaScript literal."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def whole(self) -> Any:
        value = self._value(0)
        if self._text[self._at :].strip(" \r\n\t;"):
            raise Changed(f"数据之后还有内容（第 {self._at} 个字符处）")
        return value

    def _value(self, depth: int) -> Any:
        if depth > _DEEPEST:
            raise Changed("数据嵌套过深")
        kind, token = self._next()
        if token == "{":
            return self._object(depth)
        if token == "[":
            return self._array(depth)
        if kind == "text":
            return _unescape(token[1:-1])
        if kind == "number" and len(token) <= _LONGEST_NUMBER:
            return int(token) if token.lstrip("-").isdigit() else Decimal(token)
        if kind == "word" and token in _WORDS:
            return _WORDS[token]
        raise self._lost()

    def _object(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self._take("}"):
            kind, token = self._next()
            if kind not in ("text", "word", "number"):
                raise self._lost()
            key = _unescape(token[1:-1]) if kind == "text" else token
            self._must(":")
            found[key] = None if self._peek() in (",", "}") else self._value(depth + 1)
            if not self._take(",") and self._peek() != "}":
                raise self._lost()
        return found

    def _array(self, depth: int) -> list[Any]:
        found: list[Any] = []
        while not self._take("]"):
            found.append(self._value(depth + 1))
            if not self._take(",") and self._peek() != "]":
                raise self._lost()
        return found

    def _next(self) -> tuple[str, str]:
        found = _TOKEN.match(self._text, self._at)
        if found is None:
            raise self._lost()
        self._at = found.end()
        kind = str(found.lastgroup)
        return kind, found.group(kind)

    def _peek(self) -> str:
        found = _TOKEN.match(self._text, self._at)
        return found.group(str(found.lastgroup)) if found else ""

    def _take(self, mark: str) -> bool:
        if self._peek() != mark:
            return False
        self._next()
        return True

    def _must(self, mark: str) -> None:
        if not self._take(mark):
            raise self._lost()

    def _lost(self) -> Changed:
        return Changed(f"回答不是可读的数据（第 {self._at} 个字符处）")


def _storable(value: Any) -> Any:
    """Texts without what no file and no database takes: halves of a sign pair joined or replaced, NUL and its like dropped."""
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return "".join(each for each in whole if each >= " " or each in "\r\n\t")
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    return [_storable(each) for each in value] if isinstance(value, list) else value


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = found.group(1)
    return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, code)
