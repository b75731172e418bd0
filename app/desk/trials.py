"""Trials of the rule book's pages: a question of the law engine with labelled inputs, asked live, and how its answer is worded. Rows: trial_rows.py."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.law.questions.asking import ask, is_refusal

YES_NO = (("yes", "是"), ("no", "否"))


@dataclass(frozen=True)
class Asked:
    """One input of a trial. `name` is its place in the question (`items.0.fine`); kind: text, number, date, moment, flag (yes, no) or choice of `choices`."""

    name: str
    label: str
    example: str
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()

    def value(self, said: str) -> Any:
        """What was typed as the question wants it; what is no number goes as typed, so that the engine names the field."""
        if self.kind == "flag":
            return said == "yes"
        return int(said) if self.kind == "number" and said.isdecimal() else said


def flag(name: str, label: str, example: str) -> Asked:
    """A question of yes or no."""
    return Asked(name, label, example, "flag", YES_NO)


@dataclass(frozen=True)
class Trial:
    """A question that can be asked live. `fixed` goes along unseen; `told` words the outputs by their place in the answer.

    `findings_of`: only this rule's findings are shown, where the question judges a part by rules about the whole.
    """

    op: str
    inputs: tuple[Asked, ...]
    told: Mapping[str, str]
    fixed: Mapping[str, Any] = field(default_factory=dict)
    findings_of: str = ""

    def said(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What stands in the fields: what was typed, else the example; a choice that is not offered falls back too."""
        found = {each.name: typed.get(each.name, "").strip() or each.example for each in self.inputs}
        for each in self.inputs:
            if each.choices and found[each.name] not in dict(each.choices):
                found[each.name] = each.example
        return found

    def question(self, said: Mapping[str, str]) -> dict[str, Any]:
        """The question as the engine takes it."""
        asked: dict[str, Any] = {"op": self.op, **copy.deepcopy(dict(self.fixed))}
        for each in self.inputs:
            _put(asked, each.name.split("."), each.value(said[each.name]))
        return asked


@dataclass(frozen=True)
class TrialShown:
    """A trial as the page shows it: what stands in the fields, the answer's lines, findings, and a fault with its field."""

    trial: Trial
    typed: Mapping[str, str]
    lines: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    fault: str = ""
    fault_field: str = ""


def run_trial(trial: Trial, typed: Mapping[str, str]) -> TrialShown:
    """Ask the engine with what was typed, or with the worked example."""
    said = trial.said(typed)
    answer = ask(trial.question(said))
    if is_refusal(answer):
        return TrialShown(trial, said, (), (), str(answer["error"]["message"]), str(answer["error"]["field"] or ""))
    lines = tuple((label, _word(_at(answer, place.split(".")))) for place, label in trial.told.items())
    findings = tuple(str(each["message"]) for each in answer["findings"] if trial.findings_of in ("", each["rule"]))
    return TrialShown(trial, said, lines, findings)


def _put(whole: Any, place: list[str], value: Any) -> None:
    """Set a value in nested mappings and lists; the list or mapping on the way is made when the question has none yet."""
    first, rest = place[0], place[1:]
    key: Any = int(first) if isinstance(whole, list) else first
    if isinstance(whole, list) and key == len(whole):
        whole.append(None)
    if not rest:
        whole[key] = value
        return
    inner = whole[key] if isinstance(whole, list) else whole.get(key)
    if inner is None:
        inner = [] if rest[0].isdecimal() else {}
        whole[key] = inner
    _put(inner, rest, value)


def _at(whole: Any, place: list[str]) -> Any:
    for part in place:
        whole = whole[int(part)] if isinstance(whole, list) else whole.get(part)
    return whole


_INSTANT = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\+08:00$")
_WORDS = {
    True: "是",
    False: "否",
    None: "—",
    "manual_review": "须人工审查",
    "agreement": "当事人议价",
    "directed_inquiry": "定向询价",
    "online_inquiry": "网络询价",
    "appraisal": "委托评估",
    "appraiser_explains": "评估机构说明",
    "enforcement_objection": "执行行为异议",
    "reissue_by_appraiser": "原机构重新出具",
    "earlier_bid": "先出价的",
    "draw_lots": "抽签",
    "auction_round2": "第二次拍卖",
    "auction_round3": "第三次拍卖",
    "network_sale": "网络变卖",
    "debt_for_asset": "以物抵债",
    "release_and_return": "解除查封、退还",
    "sale": "变卖",
    "none": "不必评估",
    "rank": "顺位在先的",
    "supervision": "提请监督",
    "reissue_by_platforms": "原平台重新出具",
    "new_price": "重新定价",
    "collect_shortfall": "可以追缴",
}
"""The engine's codes in words."""


def _word(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return "；".join(_word(each) for each in value) or "—"
    return _WORDS.get(value, _INSTANT.sub(r"\1 \2", str(value)))
