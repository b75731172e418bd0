"""flask commands (contract.md): errors to standard error, exit 0 success, 1 finding or refusal, 2 bad usage, never a traceback for bad input."""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app.demonstration.commands import demo
from app.desk.checks import look_at
from app.domains.accounts import factor
from app.domains.accounts import service as accounts
from app.domains.accounts.queries import find_person
from app.domains.audit import verifying
from app.domains.audit.sealing import seal
from app.domains.courts.queries import find_court_by_code
from app.domains.courts.service import load_calendar_years
from app.domains.messages.service import Notice, tell
from app.domains.rounds.site_list import list_sites
from app.heartbeat import beat
from app.infra import migrations
from app.infra.house import House
from app.kernel.actor import Role
from app.kernel.errors import Refusal
from app.kernel.workdays import built_in
from app.law_commands import law
from app.rooms import noun_commands, ticks
from app.simulator.commands import simulate_with
from app.sites.commands import sites
from app.sites.loader import installed
from app.sites.newsite import new_site
from app.worker import run_worker


def install(app: Flask) -> None:
    """Register every command."""
    sites.add_command(simulate_with(lambda: {each.code: each.title for each in installed()}))
    all_of_sites = click.Group("sites", {**sites.commands, "list": list_sites}, help=sites.help)
    for command in (audit, users, tokens, heartbeat, worker, migrate, check, all_of_sites, new_site, law, demo, *noun_commands()):
        app.cli.add_command(command)


def this_house() -> House:
    """The house of the command's app."""
    house: House = current_app.extensions["house"]
    return house


def refused(refusal: Refusal) -> None:
    """Tell a refusal on standard error and end with 1."""
    click.echo(refusal.message, err=True)
    sys.exit(1)


@click.command("migrate")
@with_appcontext
def migrate() -> None:
    """Bring the database to the newest revision."""
    migrations.upgrade(this_house().settings.database_url)


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="机器可读输出")
@with_appcontext
def check(as_json: bool) -> None:
    """Settings, database, migrations, disk, calendar, sites, clock, mail: one line each; exit 1 when one is bad."""
    lines = list(look_at(this_house()))
    if as_json:
        click.echo(json.dumps([vars(line) for line in lines], ensure_ascii=False))
    else:
        for line in lines:
            click.echo(f"{'好' if line.good else '坏'}  {line.title}：{line.words}")
    sys.exit(0 if all(line.good for line in lines) else 1)


@click.command("heartbeat")
@with_appcontext
def heartbeat() -> None:
    """The clock process."""
    beat(this_house(), ticks())


@click.command("worker")
@click.option("--threads", default=4, show_default=True)
@with_appcontext
def worker(threads: int) -> None:
    """The work process; any number of them."""
    run_worker(this_house(), threads)


@click.group("audit")
def audit() -> None:
    """The sealed trail."""


@audit.command("verify")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def audit_verify(file: Path | None) -> None:
    """Check the trail in the database, or in an exported FILE alone."""
    house = this_house()
    if file is not None:
        verdict = verifying.verify_file(file)
    else:
        migrations.upgrade(house.settings.database_url)
        seal(house)
        with house.database.read() as session:
            verdict = verifying.verify_database(session, house.settings.data)
    if not verdict.ok:
        click.echo(f"审计记录有断点：{verdict.broken}", err=True)
        sys.exit(1)
    click.echo(f"审计记录完整：{verdict.rows} 行，封存 {verdict.checkpoints} 处，未封存 {verdict.unsealed} 行")


@audit.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def audit_export(file: Path) -> None:
    """Write the sealed trail to FILE; it can be checked there without the database."""
    house = this_house()
    seal(house)
    with house.database.read() as session:
        count = verifying.export(session, file)
    click.echo(f"已导出 {count} 行到 {file}")


@click.group("users")
def users() -> None:
    """Accounts."""


@users.command("create")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice([role.value for role in Role if role is not Role.SYSTEM]))
@click.option("--court", "court_code", default=None, help="法院代字，例如 粤0115")
@click.option("--password", default=None, help="不给则随机生成，只显示一次")
@with_appcontext
def users_create(login: str, name: str, role: str, court_code: str | None, password: str | None) -> None:
    """Open an account."""
    house = this_house()
    word = password or secrets.token_urlsafe(12)
    try:
        with house.work() as w:
            court = find_court_by_code(w.session, court_code) if court_code else None
            if court_code and court is None:
                raise Refusal(f"没有代字为 {court_code} 的法院")
            accounts.open_account(
                w, accounts.OpenAccount(login.lower(), name, word, Role(role), court_id=court.id if court else None), cost=house.settings.password_cost
            )
    except Refusal as refusal:
        refused(refusal)
    click.echo(f"已新建账号 {login}" + ("" if password else f"，初始密码 {word}"))


@users.command("reset-factor")
@click.argument("login")
@with_appcontext
def users_reset_factor(login: str) -> None:
    """Forget an account's second factor: it is set up again at the next sign-in. The password stays; the person is told."""
    house = this_house()
    try:
        with house.work() as w:
            person = find_person(w.session, login)
            if person is None:
                raise Refusal("没有这个账号")
            factor.reset(w, person)
            tell(w, [person.id], Notice("account", "你的二次验证已被重置，下次登录时重新设置；不是你要求的，立即联系本院系统管理员"))
    except Refusal as refusal:
        refused(refusal)
    click.echo(f"已重置 {login} 的二次验证，其登录全部结束")


@users.command("first")
@with_appcontext
def users_first() -> None:
    """The first administrator of an empty house; the password is printed once."""
    house = this_house()
    word = secrets.token_urlsafe(12)
    with house.work() as w:
        if find_person(w.session, "admin") is not None:
            return
        accounts.open_account(w, accounts.OpenAccount("admin", "系统管理员", word, Role.SYSADMIN), cost=house.settings.password_cost)
        load_calendar_years(w, built_in())
    click.echo(f"已新建系统管理员 admin，初始密码 {word}（只显示这一次）")


@click.group("tokens")
def tokens() -> None:
    """API tokens."""


@tokens.command("create")
@click.argument("login")
@click.option("--name", required=True)
@click.option("--days", default=90, show_default=True, type=click.IntRange(1, 366))
@with_appcontext
def tokens_create(login: str, name: str, days: int) -> None:
    """Make a bearer token for an account; it is shown once."""
    try:
        with this_house().work() as w:
            key = accounts.make_token(w, login, name, days)
    except Refusal as refusal:
        refused(refusal)
    else:
        click.echo(key)
