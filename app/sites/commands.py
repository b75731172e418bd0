"""`flask sites list | read | verify-log`: no database, no network. The factory hangs the group on the flask command line."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.kernel.clock import SHANGHAI
from app.kernel.errors import Invalid, NotFound
from app.kernel.money import MalformedMoney, Money
from app.law.bidding import BidTerms
from app.sites.contract import STATE_TITLES, Plugin, SiteFailure, Snapshot
from app.sites.loader import installed
from app.sites.private_line import LineKey
from app.sites.sanity import check
from app.sites.verifylog import LogReport, verify_log

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class MoneyText(click.ParamType[Any]):
    """An amount in yuan."""

    name = "金额"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Money:
        """Text → Money."""
        try:
            return value if isinstance(value, Money) else Money.yuan(value)
        except MalformedMoney:
            self.fail(f"“{value}”不是金额，应如 76000.00", param, ctx)


class InstantText(click.ParamType[Any]):
    """An ISO time; without a zone it is China's."""

    name = "时间"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Text → aware UTC."""
        try:
            at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}”不是时间，应如 2026-03-18T10:00:00", param, ctx)
        return (at if at.tzinfo else at.replace(tzinfo=SHANGHAI)).astimezone(UTC)


@click.group("sites", help="拍卖网站：列出、读取存档、核验出价记录。")
def sites() -> None:
    """Group of the site commands."""


@sites.command("list", help="列出已安装的站点。")
@click.option("--json", "as_json", is_flag=True, help="机器可读输出。")
def list_sites(as_json: bool) -> None:
    """Every plugin found."""
    rows = [_row(each) for each in installed()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(f"{row['code']:<10} {row['title']}  能力：{'、'.join(row['capabilities'])}  在线读取：{'开' if row['enabled'] else '关'}")


@sites.command("read", help="把站点 CODE 的存档文件（页面、回答、列表、csv、HAR）读成统一的快照。")
@click.argument("code")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--json", "as_json", is_flag=True, help="机器可读输出。")
@click.pass_context
def read_files(ctx: click.Context, code: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Recorded files → snapshots; a file that is not understood is named and the exit code is 1."""
    plugin = _plugin(code)
    told = [_read(plugin, each) for each in files]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        _say(told)
    ctx.exit(1 if any("error" in each for each in told) else 0)


@sites.command("verify-log", help="按网络司法拍卖规定逐条核验出价记录（GBK 或 UTF-8 的 csv）。")
@click.argument("file", type=FILE)
@click.option("--start-price", required=True, type=MoneyText(), help="起拍价（元）。")
@click.option("--increment", required=True, type=MoneyText(), help="加价幅度（元）。")
@click.option("--opens", required=True, type=InstantText(), help="开始时间。")
@click.option("--ends", required=True, type=InstantText(), help="公告的结束时间。")
@click.option("--banned", default="", help="禁止竞买的竞买号，用逗号分开。")
@click.option("--json", "as_json", is_flag=True, help="机器可读输出。")
@click.pass_context
def verify(ctx: click.Context, file: Path, start_price: Money, increment: Money, opens: datetime, ends: datetime, banned: str, as_json: bool) -> None:
    """Exit 0 when nothing is found, 1 on a finding or a file that is no bid log, 2 on terms that cannot be."""
    codes = frozenset(each.strip() for each in banned.replace("，", ",").split(",") if each.strip())
    try:
        terms = BidTerms(start_price, increment, opens, ends, codes)
    except Invalid as refusal:
        raise click.UsageError(refusal.message) from refusal
    try:
        report = verify_log(file.read_bytes(), terms)
    except SiteFailure as failure:
        click.echo(f"{file.name}：{failure.title}：{failure.message}", err=True)
        ctx.exit(1)
    click.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=1) if as_json else _told(report))
    ctx.exit(0 if report.verification.ok else 1)


@sites.command("line-keys", help="为站点 CODE 的专线新生成一对密钥，只显示这一次；双方各自登记（docs/private-line.md）。")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True, help="机器可读输出。")
def line_keys(code: str, as_json: bool) -> None:
    """A fresh key pair; it is kept nowhere here."""
    plugin = _plugin(code)
    key = LineKey(f"{plugin.code}-{secrets.token_hex(4)}", secrets.token_urlsafe(32))
    if as_json:
        click.echo(json.dumps({"site": plugin.code, "line_key_id": key.id, "line_secret": key.secret}))
        return
    click.echo(f"密钥编号 {key.id}\n密钥     {key.secret}\n登记在平台状态 → {plugin.title} → 设置，并交给平台；更换密钥时两对并列，逗号分开，新的在前。")


def _plugin(code: str) -> Plugin:
    try:
        return installed().get(code)
    except NotFound as refusal:
        raise click.UsageError(refusal.message) from refusal


def _row(plugin: Plugin) -> dict[str, Any]:
    settings = plugin.settings_type()
    return {
        "code": plugin.code,
        "title": plugin.title,
        "capabilities": sorted(str(each) for each in plugin.capabilities),
        "enabled": settings.live,
        "health": "unknown",
    }


def _read(plugin: Plugin, file: Path) -> dict[str, Any]:
    try:
        snapshots = plugin.read_file(file.name, file.read_bytes())
    except SiteFailure as failure:
        return {"file": file.name, "error": {"code": failure.code, "title": failure.title, "message": failure.message}}
    return {"file": file.name, "snapshots": [_with_doubts(each) for each in snapshots]}


def _with_doubts(snapshot: Snapshot) -> dict[str, Any]:
    doubts = [{"code": str(each.doubt), "message": each.message, "hint": each.hint} for each in check(snapshot)]
    return {**snapshot.as_json(), "state_title": STATE_TITLES[snapshot.state], "doubts": doubts}


def _say(told: list[dict[str, Any]]) -> None:
    for each in told:
        if "error" in each:
            click.echo(f"{each['file']}：{each['error']['title']}：{each['error']['message']}", err=True)
            continue
        for shown in each["snapshots"]:
            click.echo(f"{shown['lot_id'] or '（无编号）'}  {shown['state_title']}  {shown['title'] or ''}  当前价 {shown['current_price'] or '—'}")
            for doubt in shown["doubts"]:
                click.echo(f"    {doubt['message']}")


def _told(report: LogReport) -> str:
    told = report.verification
    end = report.as_json()["end"]
    lines = [f"出价 {told.bids} 次，竞买人 {told.bidders} 名，最高价 {told.price.grouped if told.price else '无'}（{told.winner or '无'}）"]
    lines.append(f"结束 {end}，延时 {told.extensions} 次，{'未发现问题' if told.ok else f'发现 {len(report.findings)} 处问题'}")
    return "\n".join([*lines, *(f"第 {each.line} 行：{each.finding.message}" for each in report.findings)])
