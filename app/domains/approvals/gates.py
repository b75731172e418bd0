"""Figures and gates of a proposal: read what was typed, refuse what the law forbids, and show the decider what holds. Pure; amounts are asked of app/law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.domains.approvals.catalogue import YES_NO, ApprovalKind, Blank
from app.kernel.errors import Invalid
from app.kernel.money import MalformedMoney, Money
from app.law.findings import Finding
from app.law.rulebook import cite
from app.law.sanctions import Target, check_sanction

LONGEST = 500
MOST_DAYS = 366
LEAST_TEXT, MOST_TEXT = 10, 5000


@dataclass(frozen=True)
class Gate:
    """One condition: `state` is ok, bad (says why in `words`) or now (what this decision itself fulfils)."""

    title: str
    rule: str
    state: str
    words: str = ""
    field: str = ""

    @property
    def citation(self) -> str:
        """The article."""
        return cite(self.rule)


@dataclass(frozen=True)
class Given:
    """A figure as people read it; `money` where it is an amount, for the capitals."""

    code: str
    title: str
    words: str
    required: str = ""
    rule: str = ""
    money: Money | None = None

    @property
    def citation(self) -> str:
        """The article, '' where none speaks to it."""
        return cite(self.rule) if self.rule else ""


def read_figures(kind: ApprovalKind, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed in the form that is kept and signed; Invalid with every fault beside its field."""
    found, faults = {}, []
    for blank in kind.blanks:
        try:
            found[blank.code] = _read(blank, typed.get(blank.code, "").strip())
        except ValueError as fault:
            faults.append((blank.code, f"{blank.title}：{fault}"))
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=tuple(faults))
    return found


def check_proposal(kind: ApprovalKind, text: str, figures: Mapping[str, str], today: date) -> None:
    """A proposal says what it rests on, lies in no future and breaks no gate."""
    faults = [(gate.field, gate.words) for gate in gates_of(kind, figures) if gate.state == "bad"]
    if not LEAST_TEXT <= len(text.strip()) <= MOST_TEXT:
        faults.append(("text", f"事实和理由：{LEAST_TEXT} 至 {MOST_TEXT} 字"))
    later = [blank for blank in kind.blanks if blank.kind == "day" and figures.get(blank.code, "") > today.isoformat()]
    faults += [(blank.code, f"{blank.title}：不能晚于今天") for blank in later]
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=tuple(faults))


def gates_of(kind: ApprovalKind, figures: Mapping[str, str], *, panel_agreed: bool = True) -> tuple[Gate, ...]:
    """The kind's gates with what was given (S12: 同一行为未曾处罚, 金额上限, 院长批准).

    Urged and listed were checked before the question was asked; of goods nobody moves out, so that they are not among its figures.
    """
    broken = {each.rule: each for each in _sanction_faults(figures)} if "target" in figures else {}
    rows = {
        "not_repeated": _gate("同一行为未曾处罚", "CP-09", broken, "repeated"),
        "amount": _gate("金额上限", "CP-04", broken, "amount"),
        "days": _gate("日数上限", "CP-05", broken, "days"),
        "panel": Gate("合议庭同意", "ZB-01", "ok" if panel_agreed else "bad", "" if panel_agreed else "合议庭尚未同意"),
        "president": Gate("院长批准", kind.rule, "now"),
    }
    told = {"urged": ("已先行催促迁出", "VC-04"), "listed": ("占有人已逐一登记并审查", "VC-11")}
    rows |= {code: Gate(title, rule, "ok", figures[code]) for code, (title, rule) in told.items() if figures.get(code)}
    return tuple(rows[code] for code in kind.gates if code in rows)


def given_of(kind: ApprovalKind, figures: Mapping[str, str]) -> list[Given]:
    """The figures in the order of the catalogue."""
    return [_given(blank, figures.get(blank.code, "")) for blank in kind.blanks]


def sentence_of(kind: ApprovalKind, figures: Mapping[str, str]) -> str:
    """The question as one sentence with its figures; an amount without its unit, the sentence has it."""
    words = {each.code: each.money.grouped if each.money else each.words.removesuffix(" 日") for each in given_of(kind, figures)}
    return kind.question.format(**words) + "？"


def _read(blank: Blank, typed: str) -> str:
    if not typed:
        if blank.needed:
            raise ValueError("必填")
        return ""
    if blank.kind == "money":
        return _amount(typed)
    if blank.kind == "days":
        return _days(typed)
    if blank.kind == "day":
        return _day(typed)
    if blank.kind in ("choice", "yes"):
        if typed not in dict(blank.choices or YES_NO):
            raise ValueError("选择其中一项")
        return typed
    if len(typed) > LONGEST:
        raise ValueError(f"不超过 {LONGEST} 字")
    return typed


def _amount(typed: str) -> str:
    try:
        amount = Money.yuan(typed)
    except MalformedMoney:
        raise ValueError("应为金额（元），最多两位小数，例如 12000.00") from None
    if amount.fen <= 0:
        raise ValueError("应大于 0")
    return str(amount)


def _days(typed: str) -> str:
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_DAYS):
        raise ValueError("应为整数日数")
    return str(int(typed))


def _day(typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise ValueError("应为日期，例如 2026-03-18") from None


def _given(blank: Blank, kept: str) -> Given:
    words, money = kept or "—", None
    if kept and blank.kind == "money":
        money = Money.yuan(kept)
        words = f"{money.grouped} 元"
    elif kept and blank.kind == "days":
        words = f"{kept} 日"
    elif blank.kind in ("choice", "yes"):
        words = dict(blank.choices).get(kept, kept or "—")
    return Given(blank.code, blank.title, words, blank.required, blank.rule, money)


def _sanction_faults(figures: Mapping[str, str]) -> tuple[Finding, ...]:
    fine = Money.yuan(figures["amount"]) if figures.get("amount") else None
    days = int(figures["days"]) if figures.get("days") else None
    return check_sanction(Target(figures["target"]), fine=fine, detention_days=days, same_act_already_punished=figures.get("repeated") == "yes")


def _gate(title: str, rule: str, broken: Mapping[str, Finding], field: str) -> Gate:
    found = broken.get(rule)
    return Gate(title, rule, "bad" if found else "ok", found.message if found else "", field)
