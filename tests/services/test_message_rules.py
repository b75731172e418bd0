"""When a message goes, as tables; words are filled in and checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from app.domains.messages.catalogue import KINDS
from app.domains.messages.rules import check_habits, choice_of, going, is_quiet, time_of
from app.domains.messages.types import Choice, Going, Habits
from app.domains.messages.wording import check_words, filled, subject_name, usual_words
from app.kernel.clock import at_shanghai
from app.kernel.errors import Invalid

USUAL = Habits()
DAY = replace(USUAL, quiet_from=time(12), quiet_to=time(14))
NONE = replace(USUAL, quiet_from=time(0), quiet_to=time(0))


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return at_shanghai(2026, 4, day, hour, minute)


@pytest.mark.parametrize(
    ("habits", "now", "quiet"),
    [
        (USUAL, at(21, 59), False),
        (USUAL, at(22), True),
        (USUAL, at(0), True),
        (USUAL, at(6, 59), True),
        (USUAL, at(7), False),
        (DAY, at(11, 59), False),
        (DAY, at(12), True),
        (DAY, at(14), False),
        (DAY, at(23), False),
        (NONE, at(0), False),
        (NONE, at(3), False),
    ],
)
def test_quiet_hours_begin_at_their_first_minute_and_end_at_their_last(habits: Habits, now: datetime, quiet: bool) -> None:
    assert is_quiet(habits, now) is quiet


@pytest.mark.parametrize(
    ("habits", "kind", "choice", "now", "goes"),
    [
        (USUAL, "deadline", Choice.OFF, at(10), None),
        (USUAL, "deadline", Choice.NOW, at(10), Going(at(10), gathered=False)),
        (USUAL, "deadline", Choice.NOW, at(22, 1), Going(at(7, day=3), gathered=True)),
        (USUAL, "deadline", Choice.NOW, at(3), Going(at(7), gathered=True)),
        (USUAL, "difference", Choice.NOW, at(3), Going(at(3), gathered=False)),
        (USUAL, "difference", Choice.DAILY, at(3), Going(at(8, 30), gathered=True)),
        (USUAL, "plan", Choice.DAILY, at(8, 29), Going(at(8, 30), gathered=True)),
        (USUAL, "plan", Choice.DAILY, at(8, 30), Going(at(8, 30, day=3), gathered=True)),
        (USUAL, "plan", Choice.DAILY, at(23), Going(at(8, 30, day=3), gathered=True)),
        (replace(USUAL, digest_at=time(6)), "plan", Choice.DAILY, at(10), Going(at(7, day=3), gathered=True)),
        (DAY, "vote", Choice.NOW, at(13), Going(at(14), gathered=True)),
        (NONE, "vote", Choice.NOW, at(2), Going(at(2), gathered=False)),
    ],
)
def test_a_message_goes_at_its_time(habits: Habits, kind: str, choice: Choice, now: datetime, goes: Going | None) -> None:
    assert going(habits, kind, choice, now) == goes


@pytest.mark.parametrize(
    ("kind", "personal", "usual"),
    [("difference", True, "now"), ("plan", True, "daily"), ("plan", False, "off"), ("deadline", False, "now"), ("never heard of", True, "daily")],
)
def test_the_usual_choice_holds_until_another_is_made(kind: str, personal: bool, usual: str) -> None:
    assert choice_of(USUAL, kind, "mail", personal=personal) == usual
    assert choice_of(replace(USUAL, choices={kind: {"mail": "off"}}), kind, "mail", personal=personal) is Choice.OFF
    assert choice_of(replace(USUAL, choices={kind: {"mail": "sometimes"}}), kind, "mail", personal=personal) == usual


def test_only_alarms_of_the_design_pierce_quiet_hours() -> None:
    assert [kind.code for kind in KINDS.values() if kind.pierces] == ["difference"]


def test_a_digest_within_quiet_hours_is_refused_and_times_are_times() -> None:
    with pytest.raises(Invalid):
        check_habits(replace(USUAL, digest_at=time(6)))
    check_habits(replace(NONE, digest_at=time(6)))
    assert time_of("08:30", "digest_at") == time(8, 30)
    for wrong in ("", "8", "25:00", "abc"):
        with pytest.raises(Invalid):
            time_of(wrong, "digest_at")


def test_every_kind_has_a_subject_and_every_text_of_the_house_is_sound() -> None:
    words = usual_words()
    assert {subject_name(kind) for kind in (*KINDS, "test", "gathered", "unknown")} == {name for name in words if name.startswith("subject.")}
    for name, text in words.items():
        check_words(name, text)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("subject.task", "{姓名} 有任务"),
        ("subject.task", "看 {链接}"),
        ("subject.task", "两\n行"),
        ("subject.task", "长" * 61),
        ("text.one", "{事项"),
        ("text.one", "{事项!r}"),
        ("text.one", "{事项.__class__}"),
        ("text.one", "{}"),
        ("text.one", "电话 13800001234"),
        ("text.one", "找 a@b.example"),
    ],
)
def test_words_that_could_carry_more_than_number_and_kind_are_refused(name: str, words: str) -> None:
    with pytest.raises(Invalid):
        check_words(name, words)


def test_a_line_without_its_data_is_left_out() -> None:
    assert filled("{事项}\n案号：{案号}\n到此", {"事项": "送达", "案号": ""}) == "送达\n到此"
