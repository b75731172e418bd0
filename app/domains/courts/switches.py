"""Rules seen at second hand (VERIFIED-2nd) as settings of a court: asked or not, with the book's number or the court's own; every change with its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.courts.queries import get_court
from app.domains.courts.tables import RuleSwitch
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Invalid, NotAllowed, NotFound
from app.law.findings import Status
from app.law.rulebook import RULES, Rule

LEAST_REASON, MOST_REASON = 10, 300
NUMBERS: Mapping[str, int] = {"BM-02": 15, "BM-03": 60, "EX-28": 30}
"""Rules whose one number a court may set, with the number of the book, in days."""
MOST_DAYS = 366


@dataclass(frozen=True)
class SwitchRule:
    """What the security administrator asks for. `value` is days as text, '' for the book's number."""

    rule: str
    on: bool
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SwitchShown:
    """What stands on the rule's page: may it be switched, does it hold, its number, and who set it so."""

    rule: Rule
    on: bool = True
    value: str = ""
    reason: str = ""
    changed: RuleSwitch | None = None

    @property
    def has_number(self) -> bool:
        """May the court set another number?"""
        return self.rule.id in NUMBERS

    @property
    def number(self) -> int | None:
        """The number that holds, in days."""
        return int(self.value) if self.value else NUMBERS.get(self.rule.id)


def switch_rule(w: Work, court_id: str, order: SwitchRule) -> RuleSwitch:
    """Set a rule for a court; the trail keeps what stood before and why."""
    rule = _switchable(order.rule)
    court = get_court(w.session, court_id)
    _check(order)
    switch = w.session.get(RuleSwitch, (court_id, rule.id))
    before = "照规则表" if switch is None else _words(switch.on, switch.value)
    if switch is None:
        switch = RuleSwitch(court_id=court_id, rule=rule.id)
        w.session.add(switch)
    switch.on, switch.value, switch.reason = order.on, order.value.strip(), order.reason.strip()
    switch.changed_by, switch.changed_at = w.actor.id, w.now
    w.flush()
    summary = f"{court.short_name}规则 {rule.id} {rule.title}：{before} 改为 {_words(switch.on, switch.value)}，理由：{switch.reason}"
    record(w, "rule.switched", "rule", rule.id, summary[:255], authority=rule.citation, details={"on": switch.on, "value": switch.value})
    return switch


def list_switches(r: Reading, court_id: str) -> Sequence[RuleSwitch]:
    """All settings of a court, by rule."""
    return r.session.scalars(select(RuleSwitch).where(RuleSwitch.court_id == court_id).order_by(RuleSwitch.rule)).all()


def switched_off(r: Reading, court_id: str) -> frozenset[str]:
    """The rules that a court does not ask; one query. Rules that were verified, or are of weaker standing than second hand, are never among them."""
    return frozenset(each.rule for each in list_switches(r, court_id) if not each.on and _is_second(each.rule))


def number_of(r: Reading, court_id: str, rule_id: str) -> int:
    """The number of a rule at a court, in days; KeyError for a rule that has none to set."""
    switch = r.session.get(RuleSwitch, (court_id, rule_id))
    return int(switch.value) if switch is not None and switch.value else NUMBERS[rule_id]


def find_switch(r: Reading, court_id: str | None, rule_id: str) -> SwitchShown | None:
    """The setting as the rule's page shows it; None for a rule that cannot be switched or somebody without a court."""
    if court_id is None or not _is_second(rule_id):
        return None
    switch = r.session.get(RuleSwitch, (court_id, rule_id))
    if switch is None:
        return SwitchShown(RULES[rule_id])
    return SwitchShown(RULES[rule_id], switch.on, switch.value, switch.reason, switch)


def _is_second(rule_id: str) -> bool:
    return rule_id in RULES and RULES[rule_id].status is Status.SECOND


def _switchable(rule_id: str) -> Rule:
    if rule_id not in RULES:
        raise NotFound
    if not _is_second(rule_id):
        raise NotAllowed("只有二级来源的规则可以设置：已核实的规则不能关闭，未核实的规则本不阻止办理", code="not_switchable")
    return RULES[rule_id]


def _check(order: SwitchRule) -> None:
    value = order.value.strip()
    if value and order.rule not in NUMBERS:
        raise Invalid("这条规则没有可以设置的数值", field="value")
    if value and (not re.fullmatch(r"[0-9]{1,3}", value) or not 1 <= int(value) <= MOST_DAYS):
        raise Invalid(f"数值应为 1 至 {MOST_DAYS} 的整数（日）", field="value")
    if not LEAST_REASON <= len(order.reason.strip()) <= MOST_REASON:
        raise Invalid(f"理由应为 {LEAST_REASON} 至 {MOST_REASON} 个字", field="reason")


def _words(on: bool, value: str) -> str:
    return f"启用{f'，{value} 日' if value else ''}" if on else "关闭"
