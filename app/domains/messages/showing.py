"""What the pages of messages show: the matrix of choices, the channels with their counts, the filters of the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.domains.messages.catalogue import KINDS, TEST, kind_of
from app.domains.messages.channel import Channel, all_channels
from app.domains.messages.channel_settings import ChannelSet, list_channels
from app.domains.messages.log_queries import LogFilter
from app.domains.messages.rules import choice_of
from app.domains.messages.types import Choice, Habits
from app.domains.messages.wording import GATHERED, list_own, title_of, usual_words
from app.infra.unit_of_work import Reading
from app.web.states import STATES as MACHINES

CHOICES = ((Choice.NOW, "立即"), (Choice.DAILY, "每日汇总"), (Choice.OFF, "不发"))
STATES = {code: state.word for code, state in MACHINES["delivery"].items()}


@dataclass(frozen=True)
class MatrixRow:
    """One kind with the choice that holds for each shown channel."""

    code: str
    title: str
    pierces: bool
    chosen: Mapping[str, str]


def open_channels(r: Reading, mail_url: str) -> list[Channel]:
    """The channels over which the actor can be told: those the court opened; of people of outside bodies mail only."""
    return [each.channel for each in list_channels(r, r.actor.court_id, mail_url=mail_url) if each.on and (each.channel.outside or not r.actor.is_outside)]


def matrix_of(habits: Habits, channels: list[Channel], sent: Mapping[str, str]) -> list[MatrixRow]:
    """The matrix with what holds, or what was just typed."""
    return [
        MatrixRow(
            kind.code,
            kind.title,
            kind.pierces,
            {
                each.code: sent.get(f"choice-{kind.code}-{each.code}") or choice_of(habits, kind.code, each.code, personal=each.personal).value
                for each in channels
            },
        )
        for kind in KINDS.values()
    ]


def kind_title(code: str) -> str:
    """A kind's title in the log."""
    return {GATHERED: "汇总", TEST: "测试"}.get(code) or kind_of(code).title


def words_of(r: Reading) -> list[dict[str, Any]]:
    """Every text with the court's own or the house's words."""
    own = {row.name: row for row in list_own(r, r.actor.court_id)}
    return [
        {"name": name, "title": title_of(name), "text": own[name].text if name in own else text, "own": name in own} for name, text in usual_words().items()
    ]


def chips_of(wanted: LogFilter, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The filters of the log, with the number of sendings in each state."""
    channels = {code: each.title for code, each in all_channels().items()}
    states = {state: f"{word} {counts.get(state, 0)}" for state, word in STATES.items()}
    return [
        _chip("渠道", channels, wanted.channel, channels.get(wanted.channel, ""), lambda code: _log(channel=code, state=wanted.state)),
        _chip("状态", states, wanted.state, STATES.get(wanted.state, ""), lambda code: _log(wanted.channel, code)),
    ]


def next_href(wanted: LogFilter, after: str) -> str:
    """The address of the next page, '' at the end."""
    return _log(wanted.channel, wanted.state, after) if after else ""


def facts_of(kept: ChannelSet) -> list[tuple[str, str]]:
    """What stands on a channel's card: address and the like, a secret as set or not."""
    sealed = kept.changed.sealed if kept.changed else {}
    shown = {each.name: ("已设置" if each.name in sealed else "未设置") if each.secret else kept.values.get(each.name, "") for each in kept.channel.fields}
    return [(each.title, shown[each.name] or "—") for each in kept.channel.fields]


def _chip(label: str, words: Mapping[str, str], code: str, value: str, href: Any) -> dict[str, Any]:
    options = [{"label": word, "href": href(each), "on": each == code} for each, word in words.items()]
    return {"label": label, "value": value, "href_clear": href(""), "options": options}


def _log(channel: str = "", state: str = "", after: str = "") -> str:
    return url_for("message_admin.log", channel=channel or None, state=state or None, after=after or None)
