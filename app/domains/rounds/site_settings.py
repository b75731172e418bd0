"""Settings of a site, one row for the whole house: read for every look, changed with a trail, secrets only ever written encrypted (S26, trust.md A7)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import Enum, StrEnum
from typing import Any, get_type_hints

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domains.audit.service import record
from app.domains.rounds.site_queries import ids_to_read
from app.domains.rounds.tables import Round, SiteSetting
from app.infra.addresses import fault_of_address
from app.infra.unit_of_work import Reading, Work
from app.infra.vault import Vault, vault_of
from app.kernel.errors import Conflict, Invalid
from app.sites.contract import Plugin, SiteSettings
from app.sites.private_line import faults_of_line

HIDDEN = "••••"
MOST_SIGNS = 500
SIMULATOR_SECONDS = 10.0
LIMITS: Mapping[str, tuple[float, float]] = {"pace_seconds": (1.0, 600.0), "timeout_seconds": (1.0, 120.0)}
"""Seconds that a number may be set to: a public site is never asked more than once a second."""


class Kind(StrEnum):
    """What a field of the settings takes."""

    TEXT = "text"
    ADDRESS = "address"
    SECRET = "secret"
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"


@dataclass(frozen=True)
class SettingField:
    """One field of a plugin's settings; `title` is Chinese, `choices` those of an enumeration."""

    name: str
    title: str
    kind: Kind
    default: Any
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetSite:
    """What the administrator asks for: text as typed by field name (a switch is '1' or ''); a secret left out stays, one in `cleared` goes."""

    values: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    cleared: frozenset[str] = frozenset()
    version: int = 0


def fields_of(plugin: Plugin) -> tuple[SettingField, ...]:
    """The fields of a plugin's settings type, the common ones first."""
    kinds = get_type_hints(plugin.settings_type)
    return tuple(_field(each.name, each.metadata, kinds[each.name], each.default) for each in fields(plugin.settings_type))


def settings_of(session: Session, plugin: Plugin) -> SiteSettings:
    """What the house has set for a site; the plugin's defaults where nothing is set (live reading off)."""
    return _settings(plugin, session.get(SiteSetting, plugin.code), vault_of(session))


def reading_settings(session: Session, plugin: Plugin, simulator: str) -> SiteSettings:
    """What holds for a look. With a simulator (SITES_BASE_URL) every site is read there, without pace, unless it was stopped."""
    return _for_reading(plugin, session.get(SiteSetting, plugin.code), vault_of(session), simulator)


def list_settings(r: Reading, plugins: Sequence[Plugin], simulator: str) -> dict[str, SiteSettings]:
    """`reading_settings` of several sites in one query."""
    kept = {row.site: row for row in r.session.scalars(select(SiteSetting))}
    return {each.code: _for_reading(each, kept.get(each.code), vault_of(r.session), simulator) for each in plugins}


def find_setting(r: Reading, plugin: Plugin) -> SiteSetting | None:
    """The row of a site, if anything was ever set: who changed it last, and its version."""
    return r.session.get(SiteSetting, plugin.code)


def set_site(w: Work, plugin: Plugin, order: SetSite, *, own_machine: bool = False) -> SiteSetting:
    """Change a site's settings. Invalid names every wrong field; the trail says what changed, of a secret only that it did."""
    known = fields_of(plugin)
    faults = tuple(_faults(known, order, own_machine=own_machine))
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=faults)
    row = _row(w, plugin, order.version)
    told = [*_take_plain(row, known, order.values), *_take_secrets(row, known, order, vault_of(w.session))]
    if not told:
        raise Invalid("没有改动")
    settings = _settings(plugin, row, vault_of(w.session))
    if settings.line_on and (wrong := faults_of_line(settings)):
        raise Invalid("专线还不能启用", faults=tuple(("line_on", words) for words in wrong))
    return _kept(w, plugin, row, "site.set", "；".join(told))


def switch_site(w: Work, plugin: Plugin, *, on: bool) -> SiteSetting:
    """停读 or 恢复. What is due waits; after 恢复 every lot of the site is due at once."""
    row = _row(w, plugin, None)
    if row.plain.get("live") is on:
        raise Conflict("已经恢复读取" if on else "已经停读")
    row.plain = {**row.plain, "live": on}
    if on:
        _due_now(w, plugin)
    return _kept(w, plugin, row, "site.resumed" if on else "site.stopped", "恢复在线读取" if on else "停止在线读取")


def read_now(w: Work, plugin: Plugin) -> int:
    """立即读取: every followed lot of the site within the actor's reach is due; how many."""
    number = _due_now(w, plugin)
    record(w, "site.read_now", "site", plugin.code, f"立即读取{plugin.title}：{number} 个拍品")
    return number


def _due_now(w: Work, plugin: Plugin) -> int:
    ids = ids_to_read(w, plugin.code)
    w.session.execute(update(Round).where(Round.id.in_(ids)).values(next_read_at=w.now))
    return len(ids)


def _kept(w: Work, plugin: Plugin, row: SiteSetting, act: str, words: str) -> SiteSetting:
    row.changed_by, row.changed_at = w.actor.id, w.now
    w.flush()
    record(w, act, "site", plugin.code, f"{plugin.title}：{words}"[:255])
    return row


def _row(w: Work, plugin: Plugin, version: int | None) -> SiteSetting:
    row = w.session.get(SiteSetting, plugin.code)
    if version is not None and version != (row.version if row else 0):
        raise Conflict("设置在你打开之后被改过，请看过新值再改")
    if row is None:
        row = SiteSetting(site=plugin.code, plain={}, sealed={}, changed_by=w.actor.id, changed_at=w.now)
        w.session.add(row)
    return row


def _for_reading(plugin: Plugin, row: SiteSetting | None, vault: Vault, simulator: str) -> SiteSettings:
    settings = _settings(plugin, row, vault)
    if not simulator:
        return settings
    on = bool(row.plain.get("live", True)) if row else True
    return settings.with_values({"base_url": f"{simulator}/{plugin.code}", "live": on, "pace_seconds": 0.0, "timeout_seconds": SIMULATOR_SECONDS})


def _settings(plugin: Plugin, row: SiteSetting | None, vault: Vault) -> SiteSettings:
    if row is None:
        return plugin.settings_type()
    known = {each.name: each for each in fields_of(plugin)}
    plain = {name: _typed(known[name], value) for name, value in row.plain.items() if name in known}
    opened = {name: vault.open_or_blank(sealed, site=plugin.code, field=name) for name, sealed in row.sealed.items() if name in known}
    return plugin.settings_type().with_values({**plain, **opened})


def _field(name: str, metadata: Mapping[str, Any], kind: Any, default: Any) -> SettingField:
    title = metadata.get("title") or name
    if metadata.get("secret"):
        return SettingField(name, title, Kind.SECRET, "")
    if kind is bool:
        return SettingField(name, title, Kind.SWITCH, default)
    if kind in (int, float):
        return SettingField(name, title, Kind.NUMBER, default)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return SettingField(name, title, Kind.CHOICE, default, tuple(str(each.value) for each in kind))
    return SettingField(name, title, Kind.ADDRESS if name.endswith("_url") else Kind.TEXT, default)


def _faults(known: Sequence[SettingField], order: SetSite, *, own_machine: bool) -> Iterator[tuple[str, str]]:
    for each in known:
        typed = (order.secrets if each.kind is Kind.SECRET else order.values).get(each.name)
        words = _fault(each, typed.strip(), own_machine=own_machine) if typed is not None else ""
        if words:
            yield each.name, words


def _fault(each: SettingField, typed: str, *, own_machine: bool) -> str:
    if len(typed) > MOST_SIGNS:
        return f"最多 {MOST_SIGNS} 字"
    if any(ord(sign) < 32 for sign in typed):
        return "不能有换行或控制字符"
    match each.kind:
        case Kind.ADDRESS if typed:
            return fault_of_address(typed, own_machine=own_machine)
        case Kind.NUMBER:
            return _fault_of_number(typed, *LIMITS.get(each.name, (0.0, math.inf)))
        case Kind.CHOICE:
            return "" if typed in each.choices else "从列出的里选一个"
        case _:
            return ""


def _fault_of_number(typed: str, least: float, most: float) -> str:
    try:
        number = float(typed)
    except ValueError:
        return "应为数字"
    return "" if math.isfinite(number) and least <= number <= most else f"应在 {least:g} 至 {most:g} 之间"


def _take_plain(row: SiteSetting, known: Sequence[SettingField], values: Mapping[str, str]) -> Iterator[str]:
    for each in known:
        if each.kind is Kind.SECRET or each.name not in values:
            continue
        before, after = _typed(each, row.plain.get(each.name, each.default)), _typed(each, values[each.name].strip())
        if before != after:
            row.plain = {**row.plain, each.name: after.value if isinstance(after, Enum) else after}
            yield f"{each.title} {_words(before)} 改为 {_words(after)}"


def _take_secrets(row: SiteSetting, known: Sequence[SettingField], order: SetSite, vault: Vault) -> Iterator[str]:
    for each in known:
        if each.kind is not Kind.SECRET:
            continue
        sealed, told = vault.resealed(row.sealed, each.name, order.secrets.get(each.name, "").strip(), cleared=each.name in order.cleared)
        if told:
            row.sealed = sealed
            yield f"{each.title} {told}"


def _typed(each: SettingField, value: Any) -> Any:
    match each.kind:
        case Kind.SWITCH:
            return value in (True, "1")
        case Kind.NUMBER:
            return type(each.default)(float(value))
        case Kind.CHOICE:
            return type(each.default)(value)
        case _:
            return str(value)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "开" if value else "关"
    if isinstance(value, float):
        return f"{value:g}"
    return f"“{value.value if isinstance(value, Enum) else value}”" if value != "" else "空"
