"""The form of a site's settings, made from the plugin's own settings type, so that a sixth site needs none of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Any

from wtforms import BooleanField, Field, PasswordField, SelectField, StringField
from wtforms.validators import Length

from app.domains.rounds.site_settings import HIDDEN, MOST_SIGNS, Kind, SetSite, SettingField, fields_of
from app.sites.contract import Plugin, SiteSettings
from app.web.forms import PaperForm

SWITCHED_ELSEWHERE = frozenset({"live"})
"""停读 and 恢复 stand on the site's page."""
CLEAR = "clear_"
HINTS: Mapping[str, str] = {
    "base_url": "不填为平台的公开地址",
    "pace_seconds": "1 至 600；平台未同意的，宜长不宜短",
    "timeout_seconds": "1 至 120",
    "line_url": "平台或其网关的地址，须为 https",
    "line_on": "与平台签好协议、交换密钥后再开",
}
LINE = "line_"


def settings_form(plugin: Plugin, kept: SiteSettings, **given: Any) -> PaperForm:
    """The form with what is kept; a secret is never filled in, only that there is one."""
    wanted = [each for each in fields_of(plugin) if each.name not in SWITCHED_ELSEWHERE]
    made: dict[str, Any] = {}
    for each in wanted:
        made[each.name] = _field(each, kept)
        if each.kind is Kind.SECRET and getattr(kept, each.name):
            made[f"{CLEAR}{each.name}"] = BooleanField(f"清除{each.title}")
    form_type = type("SiteSettingsForm", (PaperForm,), made)
    form: PaperForm = form_type(data={each.name: _shown(each, kept) for each in wanted}, **given)
    return form


def order_of(form: PaperForm, plugin: Plugin, sent: Mapping[str, str]) -> SetSite:
    """What was typed, as the service takes it."""
    wanted = [each for each in fields_of(plugin) if each.name not in SWITCHED_ELSEWHERE]
    values = {each.name: _typed(each, form[each.name]) for each in wanted if each.kind is not Kind.SECRET}
    secrets = {each.name: str(form[each.name].data or "") for each in wanted if each.kind is Kind.SECRET}
    cleared = frozenset(each.name for each in wanted if each.kind is Kind.SECRET and sent.get(f"{CLEAR}{each.name}"))
    version = sent.get("version", "")
    return SetSite(values, secrets, cleared, int(version) if version.isdecimal() else 0)


def sections_of(plugin: Plugin, kept: SiteSettings) -> list[tuple[str, list[tuple[str, str]]]]:
    """Settings as a page shows them, in groups: (title, [(name, value)]); a secret is •••• or 未设置."""
    groups: dict[str, list[tuple[str, str]]] = {"读取": [], "平台密钥": [], "专线": []}
    common = {each.name for each in fields(SiteSettings)}
    for each in fields_of(plugin):
        group = "专线" if each.name.startswith(LINE) else "读取" if each.name in common else "平台密钥"
        if each.name not in SWITCHED_ELSEWHERE:
            groups[group].append((each.title, _told(each, getattr(kept, each.name))))
    return [(title, rows) for title, rows in groups.items() if rows]


def _told(each: SettingField, value: Any) -> str:
    match each.kind:
        case Kind.SECRET:
            return HIDDEN if value else "未设置"
        case Kind.SWITCH:
            return "开" if value else "关"
        case Kind.NUMBER:
            return f"{value:g}"
        case _:
            return str(value.value if isinstance(value, Enum) else value) or "—"


def _field(each: SettingField, kept: SiteSettings) -> Field:
    hint = HINTS.get(each.name, "")
    match each.kind:
        case Kind.SECRET:
            there = bool(getattr(kept, each.name))
            words = f"已设置 {HIDDEN}；不填则不变" if there else "未设置"
            return PasswordField(each.title, [Length(max=MOST_SIGNS)], description=words, render_kw={"autocomplete": "new-password", "spellcheck": "false"})
        case Kind.SWITCH:
            return BooleanField(each.title, description=hint)
        case Kind.CHOICE:
            return SelectField(each.title, choices=[(choice, choice) for choice in each.choices], description=hint)
        case _:
            return StringField(each.title, description=hint, render_kw={"autocomplete": "off", "spellcheck": "false"})


def _shown(each: SettingField, kept: SiteSettings) -> Any:
    value = getattr(kept, each.name)
    match each.kind:
        case Kind.SECRET:
            return ""
        case Kind.SWITCH:
            return value
        case Kind.NUMBER:
            return f"{value:g}"
        case _:
            return str(value.value if isinstance(value, Enum) else value)


def _typed(each: SettingField, field: Field) -> str:
    return ("1" if field.data else "") if each.kind is Kind.SWITCH else str(field.data or "")
