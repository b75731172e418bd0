"""flask law: the rules engine as a black box (law-questions.md) and the rule book."""

from __future__ import annotations

import json
import sys
from typing import Any, TextIO

import click

from app.law.questions.asking import ask, ask_many, is_refusal
from app.law.rulebook import RULES


@click.group("law")
def law() -> None:
    """The law as code: questions and the rule book."""


@law.command("ask")
@click.argument("file", type=click.File("r", encoding="utf-8"), default="-")
def law_ask(file: TextIO) -> None:
    """Answer one question (JSON object) or many (JSON array) from FILE or standard input; exit 2 when one cannot be understood, 1 on a breach."""
    try:
        asked: Any = json.load(file)
    except (ValueError, RecursionError) as error:
        _say({"error": {"code": "malformed_json", "field": None, "message": f"不是 JSON：{error}"}})
        sys.exit(2)
    answers = ask_many(asked) if isinstance(asked, list) else [ask(asked)]
    _say(answers if isinstance(asked, list) else answers[0])
    if any(is_refusal(answer) for answer in answers):
        sys.exit(2)
    if any(finding.get("severity") == "breach" for answer in answers for finding in answer.get("findings", ())):
        sys.exit(1)


@law.command("rules")
@click.option("--json", "as_json", is_flag=True, help="机器可读输出")
def law_rules(as_json: bool) -> None:
    """Every rule with its citation, status and where it is applied."""
    if as_json:
        _say([rule.as_json() for rule in RULES.values()])
        return
    for rule in RULES.values():
        click.echo(f"{rule.id}  {rule.title}  {rule.citation}  {rule.status}  {rule.applied_in}")


def _say(told: Any) -> None:
    """One line of JSON; a letter that UTF-8 cannot write (half of a pair) stays escaped as it came."""
    click.echo(json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace"))
