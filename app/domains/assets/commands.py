"""flask cases import FILE.xlsx: import from the command line, whole or not at all, every bad cell named. It stands here because sheets hold assets too."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.domains.accounts.queries import actor_by_login
from app.domains.assets.import_service import import_plan, look
from app.domains.assets.importing import Plan
from app.infra.house import House
from app.kernel.errors import NotFound, Refusal


@click.group("cases")
def group() -> None:
    """Cases."""


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "login", default="clerk", show_default=True, help="以谁的身份导入（账号）")
@click.option("--dry-run", is_flag=True, help="只检查，不写入")
@click.option("--partial", is_flag=True, help="有错时只导入正确的行")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@with_appcontext
def import_cases(file: Path, login: str, dry_run: bool, partial: bool, as_json: bool) -> None:
    """Import cases, parties, assets and seizures from FILE. Exit 1 when something is wrong and nothing was imported."""
    house: House = current_app.extensions["house"]
    plan, done, refused = Plan(), None, ""
    try:
        with house.reading() as r:
            actor = actor_by_login(r.session, login)
        with house.reading(actor) as r:
            plan = look(r, file.read_bytes(), file.name)
    except NotFound:
        refused = f"没有账号 {login}，或者它不属于任何法院"
    except Refusal as refusal:
        refused = refusal.message
    if not refused and not dry_run:
        try:
            with house.work(actor) as w:
                done = import_plan(w, plan, partial=partial)
        except Refusal as refusal:
            refused = refusal.message
    _tell(plan, asdict(done) if done else None, refused, as_json)
    sys.exit(1 if refused or (dry_run and plan.faults) else 0)


def _tell(plan: Plan, done: dict[str, int] | None, refused: str, as_json: bool) -> None:
    if as_json:
        told = {
            "lines": plan.lines,
            "good": plan.good,
            "faults": [asdict(fault) | {"message": str(fault)} for fault in plan.faults],
            "warnings": [str(doubt) for doubt in plan.doubts],
            "imported": done,
            "refused": refused,
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for fault in plan.faults:
        click.echo(str(fault), err=True)
    for doubt in plan.doubts:
        click.echo(f"提示 {doubt}", err=True)
    if refused:
        click.echo(refused, err=True)
    elif done:
        click.echo(f"已导入：案件 {done['cases']}，当事人 {done['parties']}，标的物 {done['assets']}，查封 {done['seizures']}；未导入 {done['left_out']} 行")
    else:
        click.echo(f"检查完毕：可导入 {plan.good} 行，有错 {len(plan.faults)} 处")
