"""Trials of the rule book's pages: which question of the law engine a rule answers, what is typed, how the answer is worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.law.questions.asking import ask, is_refusal


@dataclass(frozen=True)
class Asked:
    """One input of a trial: its name in the question, label, worked example; kind: text, number, date, or list (one value of a list)."""

    name: str
    label: str
    example: str
    kind: str = "text"


@dataclass(frozen=True)
class Trial:
    """A question that can be asked live. `fixed` goes along unseen; `told` words the outputs."""

    op: str
    inputs: tuple[Asked, ...]
    told: Mapping[str, str]
    fixed: tuple[tuple[str, Any], ...] = ()

    def question(self, typed: Mapping[str, str]) -> dict[str, Any]:
        """The question as the engine takes it; what is not typed keeps its example."""
        said = {each.name: typed.get(each.name, "").strip() or each.example for each in self.inputs}
        numbers = {each.name: int(said[each.name]) for each in self.inputs if each.kind == "number" and said[each.name].isdecimal()}
        lists = {each.name: [said[each.name]] for each in self.inputs if each.kind == "list"}
        return {"op": self.op, **dict(self.fixed), **said, **numbers, **lists}


@dataclass(frozen=True)
class TrialShown:
    """A trial as the page shows it: what stands in the fields, the answer's lines, findings, and a fault with its field."""

    trial: Trial
    typed: Mapping[str, str]
    lines: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    fault: str = ""
    fault_field: str = ""


_START = Asked("start_price", "起拍价（元）", "700000.00")
_APPRAISAL = Asked("appraisal", "参考价（元）", "1000000.00")
_DEPOSIT = Trial("deposit_range", (_START,), {"min": "最低（元）", "max": "最高（元）"})
_FLOOR = Trial("price_floor", (_APPRAISAL,), {"min_start_price": "起拍价不低于（元）"}, (("round", 1),))
_DAYS = Trial(
    "deadline",
    (Asked("start", "起算日", "2026-04-20", "date"), Asked("days", "日数", "15", "number")),
    {"deadline": "届满", "counted": "怎么算的", "calendar": "日历版本"},
)
_MONTHS = Trial(
    "deadline", (Asked("start", "起算日", "2026-01-31", "date"), Asked("months", "月数", "6", "number")), {"deadline": "届满", "counted": "怎么算的"}
)
_SECOND = Trial(
    "round2_window",
    (Asked("round1_failed", "流拍日", "2026-04-02", "date"),),
    {"latest_opening_date": "最迟开拍", "latest_announcement_date": "最迟公告", "recommended_announcement_date": "建议公告"},
    (("asset", "real_estate"),),
)
_SURPLUS = Trial(
    "no_surplus",
    (Asked("reserve", "保留价（元）", "700000.00"), Asked("senior", "优先债权（元）", "690000.00"), Asked("cost", "执行费用（元）", "15000.00")),
    {"no_surplus": "没有剩余", "min_new_reserve": "保留价须高于（元）"},
)
_SEIZURE = Trial(
    "seizure_expiry", (Asked("seized_on", "查封之日", "2026-02-10", "date"),), {"expires_on": "届满", "renew_by": "续封不晚于"}, (("asset", "real_estate"),)
)
_COMMISSION = Trial("commission_cap", (Asked("price", "成交价（元）", "595000.00", "list"),), {"cap": "佣金上限（元）"})

TRIALS: Mapping[str, Trial] = {
    "NA-18": _DEPOSIT,
    "NA-08": _FLOOR,
    "AS-03": _SURPLUS,
    "AS-26": _COMMISSION,
    "NA-35": _SECOND,
    "AS-17": Trial("deadline", (Asked("start", "价款付清日", "2026-02-06", "date"),), _DAYS.told, (("days", 10),)),
    "AS-24": Trial("deadline", (Asked("start", "裁定送达日", "2026-04-20", "date"),), _DAYS.told, (("days", 15),)),
    "CNT-01": _DAYS,
    "CNT-02": _DAYS,
    "CNT-04": _MONTHS,
    "EX-13": _SEIZURE,
    "EX-15": _MONTHS,
    "RP-01": Trial("deadline", (Asked("start", "查封之日", "2026-08-26", "date"),), _DAYS.told, (("days", 30),)),
    "RP-35": Trial("deadline", (Asked("start", "参考价确定日", "2026-09-21", "date"),), _DAYS.told, (("days", 10),)),
}
_WORDS = {True: "是", False: "否", None: "—"}


def run_trial(rule_id: str, typed: Mapping[str, str]) -> TrialShown | None:
    """Ask the engine for a rule's trial with what was typed, or with its worked example; None where the rule has none."""
    trial = TRIALS.get(rule_id)
    if trial is None:
        return None
    question = trial.question(typed)
    shown = {each.name: typed.get(each.name, "").strip() or each.example for each in trial.inputs}
    answer = ask(question)
    if is_refusal(answer):
        return TrialShown(trial, shown, (), (), str(answer["error"]["message"]), str(answer["error"]["field"] or ""))
    lines = tuple((label, _word(answer.get(name))) for name, label in trial.told.items())
    return TrialShown(trial, shown, lines, tuple(str(each["message"]) for each in answer["findings"]))


def _word(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return _WORDS[value]
    return "；".join(str(each) for each in value) if isinstance(value, list) else str(value)
