"""Trials that count a period: the engine's own terms, and the numbers that stand in rules of other works."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.desk.trials import Asked, Trial
from app.law.rulebook import RULES
from app.law.terms import TERMS

_UNITS = {"日": "days", "天": "days", "个月": "months", "个工作日": "working_days", "工作日": "working_days", "年": "years", "小时": "hours"}
_NUMBER = re.compile(r"(\d+)(?:／\d+)* ?(个月|个工作日|工作日|日|天|年|小时)")
_COUNTED = {"counted": "怎么算的", "calendar": "日历版本"}


def period(kind: str, number: int, unit: str, start: str = "起算日", example: str = "2026-04-20") -> Trial:
    """A period of the engine's terms: from which day, how long. Backward kinds give the last day that is still in time."""
    term = TERMS.get(kind)
    backward = term is not None and term.backward
    first = Asked("start", start, f"{example}T10:00", "moment") if unit == "hours" else Asked("start", "从哪一日往前" if backward else start, example, "date")
    label = next(word for word, each in _UNITS.items() if each == unit) + "数"
    told = {"deadline": "最迟" if backward else "届满", **_COUNTED}
    return Trial("deadline", (first, Asked(unit, label, str(number), "number")), told, {"kind": kind})


def _of_terms() -> dict[str, Trial]:
    """A trial for each rule that a term of the engine names and whose number is a length of time."""
    found: dict[str, Trial] = {}
    for kind, term in TERMS.items():
        number = _NUMBER.search(RULES[term.rule].number or "") if term.rule in RULES else None
        if number and term.rule not in found:
            found[term.rule] = period(kind, int(number[1]), _UNITS[number[2]])
    return found


PERIODS: Mapping[str, Trial] = {
    **_of_terms(),
    "CNT-01": period("procedural", 15, "days"),
    "CNT-02": period("procedural", 15, "days"),
    "CNT-03": period("refund_deposit", 24, "hours", "起算时刻"),
    "CNT-04": period("validity", 6, "months", example="2026-01-31"),
    "CNT-06": period("procedural", 10, "days"),
    "CNT-07": period("notify_before_announcement", 3, "days"),
    "EX-15": period("finish_case", 6, "months", "立案日", "2026-01-31"),
    "AS-17": period("serve_ruling", 10, "days", "价款付清日", "2026-02-06"),
    "AS-24": period("hand_over", 15, "days", "裁定送达日"),
    "VC-01": period("hand_over", 15, "days", "裁定送达日"),
    "VC-14": period("validity", 3, "months", "判决生效日"),
    "RP-01": period("start_reference_price", 30, "days", "查封之日", "2026-08-26"),
    "RP-31": period("validity", 1, "years", "报告作出日"),
    "RP-35": period("start_disposal", 10, "days", "参考价确定日", "2026-09-21"),
    "CP-08": period("detention", 24, "hours", "拘留之时"),
    "CP-13": period("detention", 8, "hours", "到案之时"),
    "CP-15": period("validity", 6, "months", "执行终结日"),
    "NA-24": period("procedural", 24, "hours", "竞价开始"),
    "BM-07": period("procedural", 24, "hours", "首次出价"),
    "AS-15": period("resume_auction", 15, "days", "中止原因消失日"),
    "CNT-09": period("procedural", 10, "days", "障碍消除日"),
    "RP-12": period("procedural", 3, "days", "收到补正要求日"),
    "RP-21": period("procedural", 3, "days", "逾期之日"),
    "RP-23": period("procedural", 3, "days", "收到补正要求日"),
    "RP-28": period("procedural", 3, "days", "异议成立日"),
    "SP-01": period("procedural", 3, "months", "准许自行变价日"),
    "SP-03": period("deemed_notified", 20, "days", "法院通知日"),
    "BM-01": period("procedural", 10, "days", "二拍流拍日"),
    "BM-09": period("network_sale_period", 60, "days", "变卖开始日"),
    "VC-17": period("procedural", 60, "days", "准许自行处置日"),
    "EX-04": period("procedural", 3, "days", "采取措施日"),
    "EX-10": period("procedural", 10, "days", "收到申请日"),
    "EX-11": period("procedural", 15, "days", "收到异议日"),
    "EX-12": period("procedural", 5, "days", "接受申请日"),
    "EX-18": period("procedural", 3, "days", "收到异议日"),
    "EX-24": period("procedural", 7, "days", "收到委托材料日"),
    "EX-25": period("procedural", 15, "days", "收到委托函件日"),
    "EX-31": period("procedural", 2, "years", "履行期间最后一日"),
    "EX-33": period("procedural", 5, "working_days", "收到来信日"),
    "ZB-09": period("procedural", 10, "days", "财产变动日"),
    "ZB-10": period("delete_from_list", 3, "working_days", "符合条件日"),
    "AUX-08": period("procedural", 30, "days", "公告日"),
}
"""By rule."""
