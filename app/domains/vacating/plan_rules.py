"""The plan of a forced day: what it holds, what it lacks for the people in the place, and who must be called on the roll. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.kernel.errors import Invalid
from app.kernel.ids import digest_of
from app.kernel.money import MalformedMoney, Money
from app.law.occupants import Arrangement

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
COURT = "court"
DUTIES = {
    "command": "总指挥",
    "scene": "现场执行",
    "guard": "警戒",
    "inventory": "清点",
    "carry": "搬运",
    "medical": "医护",
    "record": "记录摄像",
    "locksmith": "开锁",
    "witness": "基层组织见证",
    "notary": "公证",
    "community": "社区、民政",
    "animal": "动物处置",
    "fire": "消防、电力燃气",
    "property": "物业",
}
FORCE_DUTIES = frozenset({"command", "scene", "guard"})
NEEDED_DUTIES = ("command", "scene", "inventory", "record", "locksmith", "witness", "carry")
UNITS = {COURT: "本院", "agency": "辅助机构", "other": "外部单位"}
LEVELS = {"low": "低", "middle": "中", "high": "高"}
STEPS = {
    "arrive": "人员到场",
    "witness": "见证人到场",
    "tell": "亮证宣读、告知",
    "unlock": "开锁进入",
    "inventory": "清点、封存",
    "disputes": "争议处理",
    "sign": "笔录签名",
    "end": "结束",
}
UNTIMED = frozenset({"disputes"})
TEXTS = {
    "assembly_place": "集合地点",
    "route_map": "路线",
    "goods_route": "物品去向（仓库、保管人、车辆）",
    "medical_plan": "医护安排",
    "shelter_plan": "临时住处、照护安排",
    "animal_plan": "动物安排",
    "perishable_plan": "易腐物品安排",
    "hazard_plan": "危险物品安排",
    "media_rule": "对外口径",
}
NEEDED_TEXTS = ("assembly_place", "goods_route", "medical_plan", "media_rule")
LEAST_COURT = 2


@dataclass(frozen=True)
class Post:
    """Somebody with a duty on the day. `unit_kind`: court, agency or other; `unit` its name."""

    duty: str
    name: str
    unit_kind: str
    unit: str
    phone: str = ""

    @property
    def key(self) -> str:
        """What the roll is kept under."""
        return digest_of(f"{self.duty}|{self.name}|{self.unit}".encode())[:12]


def posts_of(content: Mapping[str, Any]) -> list[Post]:
    """The people of a plan."""
    return [Post(str(row["duty"]), str(row["name"]), str(row["unit_kind"]), str(row["unit"]), str(row.get("phone", ""))) for row in content.get("posts", [])]


def read_content(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed in the form that is kept; rows without any word are left out. Invalid names a row that is half empty or a duty force may not have."""
    faults: list[tuple[str, str]] = []
    posts = [_row(row, ("duty", "name", "unit_kind", "unit", "phone")) for row in typed.get("posts", []) if str(row.get("name", "")).strip()]
    for row in posts:
        if row["duty"] not in DUTIES or row["unit_kind"] not in UNITS:
            faults.append(("posts", f"{row['name']}：选择职责和所属"))
        elif row["duty"] in FORCE_DUTIES and row["unit_kind"] != COURT:
            faults.append(("posts", f"{row['name']}：{DUTIES[row['duty']]}只能由法院人员担任（民诉法第120条）"))
        if row["unit_kind"] == COURT:
            row["unit"] = row["unit"] or "本院"
        elif not row["unit"]:
            faults.append(("posts", f"{row['name']}：写明单位"))
    risks = [_row(row, ("risk", "level", "answer", "responsible")) for row in typed.get("risks", []) if str(row.get("risk", "")).strip()]
    faults += [
        ("risks", f"{row['risk']}：写明等级、预案和责任人") for row in risks if row["level"] not in LEVELS or not row["answer"] or not row["responsible"]
    ]
    times = {code: str(typed.get("times", {}).get(code, "")).strip() for code in STEPS}
    budget = str(typed.get("budget", "")).strip()
    faults += [*_faults_of_times(times), *_faults_of_budget(budget)]
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=tuple(faults))
    stops = [line.strip() for line in str(typed.get("stop_conditions", "")).splitlines() if line.strip()]
    texts = {name: str(typed.get(name, "")).strip() for name in TEXTS}
    kept = {"day_at": str(typed.get("day_at", "")), "times": {code: at for code, at in times.items() if at}, "budget": budget}
    return {"posts": posts, "risks": risks, "stop_conditions": stops, **kept, **texts}


def faults_of_plan(content: Mapping[str, Any], arrangements: Sequence[Arrangement]) -> list[str]:
    """What the plan lacks for these people, in words; the plan is not asked about and force does not begin while something is missing."""
    posts = posts_of(content)
    held = {each.duty for each in posts}
    lacks = [f"缺{DUTIES[duty]}" for duty in NEEDED_DUTIES if duty not in held]
    officers = sum(each.unit_kind == COURT for each in posts)
    lacks += [f"执行人员不少于 {LEAST_COURT} 人"] if officers < LEAST_COURT else []
    lacks += [f"缺{TEXTS[name]}" for name in NEEDED_TEXTS if not content.get(name)]
    lacks += [] if content.get("day_at") else ["缺实施时间"]
    untimed = [word for code, word in STEPS.items() if code not in UNTIMED and not content.get("times", {}).get(code)]
    lacks += [f"流程时间表缺{'、'.join(untimed)}"] if untimed else []
    lacks += [] if content.get("risks") else ["缺风险清单"]
    lacks += [] if content.get("stop_conditions") else ["缺中止条件"]
    return lacks + _lacks_for_care(content, held, frozenset(arrangements))


def _lacks_for_care(content: Mapping[str, Any], held: set[str], wanted: frozenset[Arrangement]) -> list[str]:
    lacks = []
    if Arrangement.MEDICAL in wanted and "medical" not in held:
        lacks.append("有需照护的人，须有医护到场")
    if wanted & {Arrangement.COMMUNITY, Arrangement.GUARDIAN} and "community" not in held:
        lacks.append("有需照护的人，须有社区、民政人员到场")
    if Arrangement.SHELTER in wanted and not content.get("shelter_plan"):
        lacks.append("有需照护的人，写明临时住处、照护安排")
    return lacks


def _faults_of_times(times: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each time reads 09:30, and no step comes before the one that precedes it."""
    given = [(code, at) for code, at in times.items() if at]
    wrong = [code for code, at in given if not _CLOCK.fullmatch(at)]
    late = [code for (_, before), (code, at) in pairwise(given) if at < before]
    return [("times", f"{STEPS[code]}：时间应写作 09:30") for code in wrong] + [("times", f"{STEPS[code]}：早于前一步") for code in late if not wrong]


def _faults_of_budget(budget: str) -> list[tuple[str, str]]:
    try:
        return [] if not budget or Money.yuan(budget).fen > 0 else [("budget", "经费应大于 0；没有的不写")]
    except MalformedMoney:
        return [("budget", "经费应为金额（元），例如 3000.00")]


def _row(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    return {name: str(row.get(name, "")).strip()[:200] for name in names}
