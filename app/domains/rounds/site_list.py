"""`flask sites list`: every plugin with what the house has set and how its reading goes; without a database, with what the plugin says of itself."""

from __future__ import annotations

import json
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app.domains.rounds.site_health import Health, health_of_sites
from app.infra.house import House
from app.sites.contract import Plugin, SiteSettings
from app.sites.loader import installed

UNKNOWN = "unknown"


@click.command("list", help="列出已安装的站点，是否在线读取，读取得如何。")
@click.option("--json", "as_json", is_flag=True, help="机器可读输出。")
@with_appcontext
def list_sites(as_json: bool) -> None:
    """Every plugin found."""
    house: House = current_app.extensions["house"]
    told = _told(house)
    rows = [_row(each, *told.get(each.code, (None, None))) for each in installed()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        words = f"能力：{'、'.join(row['capabilities'])}  在线读取：{'开' if row['enabled'] else '关'}  状态：{row['health']}"
        click.echo(f"{row['code']:<10} {row['title']}  {words}")


def _told(house: House) -> dict[str, tuple[SiteSettings, Health]]:
    """Nothing where there is no database yet, or one without these tables."""
    try:
        with house.reading() as r:
            return health_of_sites(r, list(installed()), house.settings.sites_base_url)
    except DBAPIError:
        return {}


def _row(plugin: Plugin, settings: SiteSettings | None, health: Health | None) -> dict[str, Any]:
    able = plugin.configured(settings).capabilities if settings else plugin.capabilities
    return {
        "code": plugin.code,
        "title": plugin.title,
        "capabilities": sorted(str(each) for each in able),
        "enabled": bool(settings and settings.live),
        "health": health.state if health else UNKNOWN,
    }
