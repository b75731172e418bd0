"""Answers cut, shuffled, garbled: a reading that can be stored and checked, or one of the four failures. Nothing else ever comes out of a plugin."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.sites.contract import SiteFailure, Snapshot
from app.sites.loader import installed
from app.sites.sanity import check

ROOT = Path(__file__).parents[2] / "plugins"
CAPTURES = [(code, each) for code in installed().codes for each in sorted((ROOT / code / "captures").iterdir()) if not each.name.endswith(".expected.json")]
ODD = [
    b"null",
    b'"x"',
    b"[]",
    b"{}",
    b"-1",
    b"1e400",
    b"NaN",
    b"9" * 40,
    b"9" * 5000,
    b'"\\ud800"',
    b'"\\u0000"',
    b"true",
    b"'",
    b'"',
    b"\xff",
    b"<",
    b"</div>",
    b"[1]",
    b"0",
]

edits = st.lists(
    st.tuples(st.sampled_from(["cut", "drop", "put", "turn", "move", "value"]), st.floats(0, 1), st.integers(1, 60), st.sampled_from(ODD)),
    min_size=1,
    max_size=4,
)


def spoilt(content: bytes, edit: tuple[str, float, int, bytes]) -> bytes:
    how, share, length, odd = edit
    at = int(share * max(0, len(content) - 1))
    end = at + length
    if how == "cut":
        return content[:at]
    if how == "move":
        return content[at:] + content[:at]
    if how == "value":
        return after_a_mark(content, at, odd)
    middle = {"drop": b"", "put": odd, "turn": content[at:end][::-1]}[how]
    return content[:at] + middle + content[end:]


def after_a_mark(content: bytes, at: int, odd: bytes) -> bytes:
    """Another value for the next key of a JSON answer: the answer stays whole and one part is of the wrong kind."""
    start = content.find(b":", at) + 1
    ends = [place for place in (content.find(mark, start) for mark in (b",", b"}")) if place > 0]
    return content[:start] + odd + content[min(ends) :] if start and ends else content


def read(code: str, name: str, content: bytes) -> tuple[tuple[Snapshot, ...], str]:
    """What is shown, or the failure's words."""
    try:
        return installed().get(code).read_file(name, content), ""
    except SiteFailure as failure:
        return (), failure.message


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(CAPTURES), edits)
def test_a_broken_answer_is_a_named_failure_or_an_honest_reading(capture: tuple[str, Path], changes: list[tuple[str, float, int, bytes]]) -> None:
    code, file = capture
    content = file.read_bytes()
    for edit in changes:
        content = spoilt(content, edit)
    shown, message = read(code, file.name, content)
    assert shown or message.encode()
    for each in shown:
        check(each)
        told = json.dumps(each.as_json(), ensure_ascii=False)
        assert told.encode()
        assert "\x00" not in told
