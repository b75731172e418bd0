"""Rules of the book that name a time and have no row of the catalogue under their own number: which row answers for them, or why none does."""

from __future__ import annotations

from collections.abc import Mapping

UNDER: Mapping[str, str] = {
    "VC-01": "hand_over",
    "NA-16": "notice_to_persons",
    "NA-36": "second_auction",
    "RP-20": "appraisal_report",
    "RP-26/2005": "price_objection",
    "EX-01": "finish_case",
    "EX-14": "seizure_expiry",
    "BM-04": "network_sale_notice",
}
"""Rule to the code of the row that carries it: the same act, or a number by which that row is reckoned or extended."""

_COUNTING = "计算方法，不是期限：每一行都按它计算"
_OFFLINE = "委托拍卖的期限：平台只办网络司法拍卖，问答引擎回答"
_SITE = "网络平台、名录管理者的义务，本平台不是义务人"
_AMOUNT = "条件或者幅度，不是有届满日的期限"
_HOURS = "以小时计，由网络平台或者执行现场掌握时刻"
_KEPT = "保存期限：由保存和清除办理，不是办案期限"
_OLD = "旧文本或者已废止，只用于判断旧案"
_OTHER = "其他法院或者当事人的期限，起算事实不在本平台"
_PLAN = "方案提交时核对日期，不合法的不能提交，没有另外的届满日"

WHY: Mapping[str, str] = {
    **dict.fromkeys(("CNT-01", "CNT-03", "CNT-04", "CNT-06", "CNT-07"), _COUNTING),
    **dict.fromkeys(("AS-06", "AS-09", "AS-10", "AS-15", "AS-19", "AS-21", "AS-22"), _OFFLINE),
    **dict.fromkeys(("RP-40", "RP-41", "RP-42", "DIR-04", "BM-09"), _SITE),
    **dict.fromkeys(("RP-45", "SP-01", "SP-06", "CR-01", "CR-09", "CP-05", "VC-13", "ZB-02", "EX-11"), _AMOUNT),
    **dict.fromkeys(("NA-24", "NA-31", "BM-07", "CP-13"), _HOURS),
    **dict.fromkeys(("NA-42", "RT-01", "RT-02", "RT-03", "RT-04", "PI-14"), _KEPT),
    **dict.fromkeys(("EX-03", "EX-09", "VC-15"), _OLD),
    **dict.fromkeys(("EX-16", "EX-24", "EX-31", "ZB-09"), _OTHER),
    **dict.fromkeys(("NA-12", "NA-13", "RP-32", "AS-16", "EX-05"), _PLAN),
    "BM-03": "变卖期由平台的场次给出结束时刻，场次页面显示",
    "EX-30": "失信名单在全国系统内录入和屏蔽，起算事实不在本平台",
    "VC-14": "宽限期在腾退通知的日期中核对，届满即通知载明的期限",
    "ZB-07": "终本后的重复查询在全国查控系统内发起，本平台只核对终本材料",
}
