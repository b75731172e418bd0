"""Status table of a handover, the record's text, and what it must hold. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from app.kernel.errors import Invalid
from app.kernel.transitions import Transitions


class HandoverStatus(StrEnum):
    """ui.md §2.5 腾空移交."""

    WAITING = "waiting"
    NOTICE = "notice"
    VACATED = "vacated"
    READY = "ready"
    HANDED_OVER = "handed_over"
    REFUSED = "refused"
    DISPUTED = "disputed"


class HandoverAct(StrEnum):
    """What can happen."""

    POST_NOTICE = "post_notice"
    VACATE = "vacate"
    HAND_OVER = "hand_over"
    REFUSE = "refuse"
    ANSWER = "answer"
    DISPUTE = "dispute"


TITLES = {
    HandoverStatus.WAITING: "待启动",
    HandoverStatus.NOTICE: "限期腾退",
    HandoverStatus.VACATED: "已腾空",
    HandoverStatus.READY: "待移交",
    HandoverStatus.HANDED_OVER: "已移交",
    HandoverStatus.REFUSED: "买受人拒收",
    HandoverStatus.DISPUTED: "争议处理中",
}

LOOKS = {
    HandoverStatus.WAITING: "not_started",
    HandoverStatus.NOTICE: "ordered",
    HandoverStatus.VACATED: "vacated",
    HandoverStatus.READY: "to_hand_over",
    HandoverStatus.HANDED_OVER: "handed_over",
    HandoverStatus.REFUSED: "refused",
    HandoverStatus.DISPUTED: "disputed",
}
SECOND = "second"
CAPACITIES = {"buyer": "买受人", "officer": "执行人员", SECOND: "另一执行人员"}
"""Who signs the record: the paper names two officers of the court (papers.md 30)."""

_S, _A = HandoverStatus, HandoverAct
LIFE = Transitions(
    {
        (_S.WAITING, _A.POST_NOTICE): _S.NOTICE,
        (_S.NOTICE, _A.VACATE): _S.READY,
        (_S.WAITING, _A.VACATE): _S.READY,
        (_S.READY, _A.HAND_OVER): _S.HANDED_OVER,
        (_S.READY, _A.REFUSE): _S.REFUSED,
        (_S.REFUSED, _A.HAND_OVER): _S.HANDED_OVER,
        (_S.REFUSED, _A.ANSWER): _S.READY,
        (_S.REFUSED, _A.DISPUTE): _S.DISPUTED,
        (_S.DISPUTED, _A.ANSWER): _S.READY,
    },
    TITLES,
)

IDENTITIES = {
    "resident": "居民身份证原件",
    "passport": "护照、通行证等证件原件",
    "unit": "营业执照、法定代表人身份证明及其身份证件原件",
    "agent": "授权委托书及代理人身份证件原件",
}
FOR_ANOTHER = ("unit", "agent")
"""Papers with which somebody else than the named buyer may sign."""

RECORD_FIELDS = {
    "place": "移交地点",
    "condition": "现场状况与公示状况",
    "keys": "钥匙或随附证件",
    "meters": "水电气表读数或清点数量",
    "arrears": "欠费情况",
    "buyer_opinion": "买受人意见",
}


OPTIONAL_FIELDS = {"attendees": "到场人员", "documents": "移交资料", "defects": "买受人提出的瑕疵"}
REFUSAL_GROUNDS = {
    "condition": "与公示状况不符",
    "occupied": "未腾空或者有人占有",
    "papers": "钥匙、资料不全",
    "arrears": "欠费未处理",
    "none": "未说明正当理由",
}
OUTCOMES = {"mend": "排除后另行移交", "insist": "拒收理由不成立，另定日期接收", "dispute": "转争议审查，移交期限暂停计算"}


def record_text(title: str, case_no: str, court: str, buyer: str, day: str, data: Mapping[str, str]) -> str:
    """The handing-over record as the buyer reads and signs it; every field is written, 无 where there is nothing."""
    missing = [name for name in RECORD_FIELDS if not data.get(name, "").strip()]
    if missing:
        faults = tuple((name, f"{RECORD_FIELDS[name]}未填写，没有的写“无”") for name in missing)
        raise Invalid(f"移交笔录缺 {len(missing)} 项", faults=faults)
    lines = ["移交笔录", f"案号：{case_no}", f"移交法院：{court}", f"买受人：{buyer}", f"标的物：{title}", f"移交日期：{day}"]
    lines += [f"{label}：{data[name].strip()}" for name, label in RECORD_FIELDS.items()]
    lines += [f"{label}：{data[name].strip()}" for name, label in OPTIONAL_FIELDS.items() if data.get(name, "").strip()]
    return "\n".join([*lines, "以上内容经买受人当场核对，签名确认。"])


def look_of(status: str, leave_by_on: date | None, today: date) -> str:
    """The code of app/web/states.py: an order whose days have passed waits for force."""
    if status == HandoverStatus.NOTICE and leave_by_on is not None and leave_by_on < today:
        return "awaiting_force"
    return LOOKS[HandoverStatus(status)]
