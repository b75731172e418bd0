"""flask demo: load the demonstration's data, or play one lot's whole life (contract.md)."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.demonstration.load import load
from app.demonstration.play import Order, play
from app.demonstration.stage import Told
from app.infra.house import House
from app.sites.loader import installed
from config.settings import Settings


@click.group("demo")
def demo() -> None:
    """The demonstration."""


@demo.command("load")
@click.option("--scale", default=1, show_default=True, type=click.IntRange(1, 100), help="N×30 个标的物")
@with_appcontext
def demo_load(scale: int) -> None:
    """Load court tree, people, agencies, the eight lots at their telling moments and N×30 lots in all states."""
    house: House = current_app.extensions["house"]
    if house.settings.production:
        click.echo("正式环境不能装入演示数据", err=True)
        sys.exit(1)
    counts = load(house.settings, current_app.extensions["make_house"], scale, lambda words: click.echo(words, err=True))
    click.echo("演示数据已装入：" + "，".join(f"{title} {number}" for title, number in counts.items()))


@demo.command("play")
@click.option("--json", "as_json", is_flag=True, help="机器可读的结果")
@click.option("--seed", default=7, show_default=True)
@click.option("--site", "site", default="taobao", show_default=True, help="平台代码")
@with_appcontext
def demo_play(as_json: bool, seed: int, site: str) -> None:
    """Play one case from filing to closing with the real services, processes, adapter and simulator; says each step as it happens."""
    house: House = current_app.extensions["house"]
    if site not in installed().codes:
        raise click.BadParameter(f"没有这个平台，现有：{'、'.join(installed().codes)}", param_hint="--site")
    if house.settings.production:
        click.echo("正式环境不能播放演示", err=True)
        sys.exit(1)

    def say(told: Told) -> None:
        click.echo(f"{told.at}  {told.actor}：{told.act}", err=as_json)

    try:
        summary = play(house.settings, Order(site, seed, _folder(house.settings)), current_app.extensions["make_house"], say)
    except RuntimeError as error:
        click.echo(f"演示没有走完：{error}", err=True)
        sys.exit(1)
    if as_json:
        click.echo(json.dumps(summary, ensure_ascii=False))
    else:
        missed, differences = summary["deadlines"]["missed"], summary["differences"]
        click.echo(f"成交 {summary['sold_price']} 元，{summary['bids']} 次出价，溢价率 {summary['premium_rate']}，不一致 {differences} 处，逾期 {missed} 项")
    whole = summary["closed"] and not summary["differences"] and not summary["deadlines"]["missed"] and summary["audit"]["ok"]
    sys.exit(0 if whole else 1)


def _folder(settings: Settings) -> Path:
    """The data folder itself when it is new, else a fresh folder inside it, so that a play never mixes with other data."""
    if not (settings.data / "paifu.sqlite").exists() and settings.database_url.startswith("sqlite"):
        return settings.data
    folder = settings.data / "play"
    shutil.rmtree(folder, ignore_errors=True)
    return folder
