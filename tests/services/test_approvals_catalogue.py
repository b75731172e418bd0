"""The table of approvals: no row that nobody asks, none after which nothing happens."""

from __future__ import annotations

import re
from pathlib import Path

from app.domains.approvals.catalogue import CATALOGUE
from app.steps import deciding

STEPS = Path(deciding.__file__).parent
ASKED = re.compile(r'"(\w+)", (?:fact|plan|asked)\.case_id')
OF_LOT = re.compile(r'_ask\(w, "(\w+)", fact')
CARRIED_OUT = re.compile(r'(?:case|fact\.kind ==) "(\w+)"')


def in_steps(pattern: re.Pattern[str]) -> set[str]:
    return {code for each in STEPS.glob("*.py") for code in pattern.findall(each.read_text(encoding="utf-8"))}


def test_every_kind_is_asked_by_somebody() -> None:
    asked = in_steps(ASKED) | in_steps(OF_LOT) | {kind.code for kind in CATALOGUE.values() if kind.askable} | {kind.then for kind in CATALOGUE.values()}
    assert set(CATALOGUE) - asked == set()


def test_what_is_agreed_to_is_carried_out_or_the_asker_is_led_to_it() -> None:
    done = in_steps(CARRIED_OUT) | {kind.code for kind in CATALOGUE.values() if kind.by_panel or kind.then}
    assert {kind.code for kind in CATALOGUE.values() if not kind.leads} - done == set()
