"""Grounds on which an auction is stayed or suspended (法释〔2016〕18号 第28条, 第36条) or its commission withdrawn (法释〔2004〕16号 第17条).

What the law says to each ground stands beside it; a stop is told and resumed by 第28条 (law.md NA-40, NA-41, NA-49, AS-14).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StopGround:
    """A ground as the form offers it, the rule of the sheet and what it says (`says`)."""

    words: str
    rule: str
    says: str


_STOPS = "网络司法拍卖竞价期间，依法应当暂缓、中止执行的，人民法院应当决定暂缓或者裁定中止，自行或者通知平台停止拍卖，并公示原因"
_SYSTEM = "平台发现系统故障、安全隐患等紧急情况的，可以先行暂缓拍卖，并立即报告人民法院；人民法院决定是否停止"
_CLAIM = "案外人对网络司法拍卖的标的物提出异议的，人民法院应当裁定或者决定暂缓、中止拍卖"
_OBJECTION = "当事人、利害关系人认为网络司法拍卖行为违法提出异议的，异议、复议期间人民法院可以决定暂缓或者裁定中止拍卖"
_WITHDRAWS = "拍卖开始前有该情形的，应当撤回拍卖委托"

STOP_GROUNDS = {
    "stay": StopGround("依法应当暂缓执行", "NA-40", _STOPS),
    "suspend": StopGround("依法应当中止执行", "NA-40", _STOPS),
    "claim": StopGround("案外人对拍卖财产提出异议", "NA-49", _CLAIM),
    "conduct": StopGround("当事人、利害关系人对拍卖行为提出异议", "NA-49", _OBJECTION),
    "system": StopGround("平台系统故障、安全隐患等紧急情况", "NA-40", _SYSTEM),
    "shown": StopGround("平台展示与审批方案不一致，可能影响竞买", "NA-40", _STOPS),
    "banned": StopGround("禁止竞买人参与竞买，须查明", "NA-40", _STOPS),
    "other": StopGround("其他依法应当暂缓、中止的情形", "NA-40", _STOPS),
}
WITHDRAW_GROUNDS = {
    "basis": StopGround("撤回：据以执行的生效法律文书被撤销", "AS-14", _WITHDRAWS),
    "applied": StopGround("撤回：申请执行人及其他执行债权人撤回执行申请", "AS-14", _WITHDRAWS),
    "performed": StopGround("撤回：被执行人全部履行了金钱债务", "AS-14", _WITHDRAWS),
    "settled": StopGround("撤回：当事人达成和解协议，不需要拍卖财产", "AS-14", _WITHDRAWS),
    "objection": StopGround("撤回：案外人对拍卖财产提出确有理由的异议", "AS-14", _WITHDRAWS),
    "collusion": StopGround("撤回：拍卖机构与竞买人恶意串通", "AS-14", _WITHDRAWS),
    "withdraw": StopGround("撤回：其他应当撤回拍卖委托的情形", "AS-14", _WITHDRAWS),
}
RESUME_RULE, RESUME_SAYS = "NA-41", "暂缓、中止拍卖的原因消除后，应当在五日内恢复拍卖"
