"""Who decides and signs what (law.md §12, second table; CP-01, CP-06, CP-14, EX-15, EX-29, EX-30, NA-39, ZB-01)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Approver(StrEnum):
    """Who may decide."""

    JUDGE = "judge"
    PANEL = "panel"
    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"
    DEPARTMENT_HEAD = "department_head"
    HIGH_COURT = "high_court"
    APPLICANT = "applicant"
    COURT = "court"

    @property
    def label(self) -> str:
        """For people."""
        return _LABELS[self]


_LABELS = {
    Approver.JUDGE: "承办法官",
    Approver.PANEL: "合议庭",
    Approver.PRESIDENT: "院长",
    Approver.VICE_PRESIDENT: "主管副院长",
    Approver.DEPARTMENT_HEAD: "部门负责人",
    Approver.HIGH_COURT: "高级人民法院",
    Approver.APPLICANT: "申请执行人",
    Approver.COURT: "执行法院",
}

Way = tuple[Approver, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One kind of decision: each of `ways` is enough; all of one way must sign, in that order."""

    code: str
    title: str
    ways: tuple[Way, ...]
    rule: str
    citation: str


_PANEL: tuple[Way, ...] = ((Approver.PANEL,),)
_PRESIDENT: tuple[Way, ...] = ((Approver.PRESIDENT,),)
_ONLINE_27 = "法释〔2016〕18号 第27条"

DECISIONS: dict[str, Decision] = {
    each.code: each
    for each in (
        Decision("start_price", "起拍价", _PANEL, "NA-39", _ONLINE_27),
        Decision("reduction", "降价幅度", _PANEL, "NA-39", _ONLINE_27),
        Decision("increment", "加价幅度", _PANEL, "NA-39", _ONLINE_27),
        Decision("deposit", "保证金", _PANEL, "NA-39", _ONLINE_27),
        Decision("preferential", "优先购买权人资格及顺位", _PANEL, "NA-39", _ONLINE_27),
        Decision("vacating_notice", "限期腾退公告", _PRESIDENT, "CP-01", "民诉法 第261条"),
        Decision("search_warrant", "搜查令", _PRESIDENT, "CP-14", "民诉法 第259条"),
        Decision("summons", "拘传", _PRESIDENT, "CP-06", "民诉法 第119条"),
        Decision("fine", "罚款", _PRESIDENT, "CP-06", "民诉法 第119条"),
        Decision("detention", "拘留", _PRESIDENT, "CP-06", "民诉法 第119条"),
        Decision("early_release", "提前解除拘留", _PRESIDENT, "CP-06", "民诉法解释 第182条"),
        Decision("consumption_limit", "限制消费令", _PRESIDENT, "EX-29", "法释〔2015〕17号 第5条"),
        Decision("dishonest_list", "失信决定书", _PRESIDENT, "EX-30", "法释〔2017〕7号 第5条"),
        Decision("zhongben", "终结本次执行程序", ((Approver.APPLICANT,), (Approver.PANEL, Approver.PRESIDENT)), "ZB-01", "民诉法解释 第517条"),
        Decision("extension", "延长执行期限", _PRESIDENT, "EX-15", "执行规定 第63条"),
        Decision("off_site_enforcement", "跨省异地执行", ((Approver.HIGH_COURT,),), "EX-24", "委托执行规定 第1条"),
        Decision("publication_exception", "文书不上网", ((Approver.DEPARTMENT_HEAD, Approver.VICE_PRESIDENT),), "PI-07", "法释〔2016〕19号 第12条"),
        Decision("platform", "指定网络平台", ((Approver.COURT,),), "NA-03", "法释〔2016〕18号 第5条"),
    )
}


def suffices(code: str, signed: frozenset[Approver]) -> bool:
    """Have all of at least one way signed? KeyError for a decision that is not in the table."""
    return any(signed.issuperset(way) for way in DECISIONS[code].ways)


def missing_approvers(code: str, signed: frozenset[Approver]) -> Way:
    """Who of the way that is nearest to done has not signed yet; empty when enough have."""
    lacking = [tuple(each for each in way if each not in signed) for way in DECISIONS[code].ways]
    return min(lacking, key=len)
