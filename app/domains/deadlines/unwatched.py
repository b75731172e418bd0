"""Rules of the book that name a time and have no row of the catalogue under their own number: which row answers for them, or why none does.

A reason stands beside the very number of the book that it speaks of: where the number changes, or a second one joins it, it is judged anew.
"""

from __future__ import annotations

from collections.abc import Mapping

UNDER: Mapping[str, str] = {
    "VC-01": "hand_over",
    "NA-16": "notice_to_persons",
    "NA-36": "second_auction",
    "RP-20": "appraisal_report",
    "RP-26/2005": "price_objection",
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
_TARGET = "法发〔2006〕35号的内部目标：同一工作由 EX-02、EX-08 的期限提醒，目标不另记逾期"
_OTHER = "其他法院或者当事人的期限，起算事实不在本平台"
_PLAN = "方案提交时核对日期，不合法的不能提交，没有另外的届满日"


def _because(why: str, *rules: str) -> dict[tuple[str, str], str]:
    return {(each.partition(" ")[0], each.partition(" ")[2]): why for each in rules}


WHY: Mapping[tuple[str, str], str] = {
    **_because(_COUNTING, "CNT-01 次日", "CNT-03 小时", "CNT-04 月、年", "CNT-06 自然日", "CNT-07 N 日"),
    **_because(_OFFLINE, "AS-06 7 日／15 日前", "AS-09 3 日内", "AS-10 5 日前", "AS-15 15 日内", "AS-19 60 日内", "AS-21 60 日；3 次", "AS-22 7 日；60 日"),
    **_because(_SITE, "RP-40 ≥3 类；≥10 年", "RP-41 5 次；5 年", "RP-42 5 年", "DIR-04 ≥1 年", "BM-09 60 天"),
    **_because(
        _AMOUNT,
        "RP-45 2 名；15／30 年",
        "CR-01 3 年／7 年",
        "CR-09 3 年",
        "VC-13 5 至 8 年",
        "ZB-02 5 项；超过 3 个月",
    ),
    **_because(_HOURS, "NA-24 ≥24 小时", "NA-31 24 小时", "BM-07 24 小时", "CP-13 8／24 小时"),
    **_because(_KEPT, "NA-42 ≥10 年", "RT-01 ≥10 年", "RT-02 ≥10 年", "RT-03 15／30 年", "RT-04 ≥5 年", "PI-14 ≥3 年"),
    **_because(_TARGET, "EX-03 7／3／3 日", "EX-09 5／10 日／1 个月"),
    **_because(_OLD, "VC-15 6 个月"),
    **_because(_OTHER, "EX-24 7／7／30／15 日", "EX-31 2 年", "ZB-09 10 日"),
    **_because(_PLAN, "NA-12 11 项；当日", "NA-13 7 项；当日", "RP-32 6 个月", "AS-16 拍卖日前", "EX-05 同时"),
    **_because("变卖期由平台的场次给出结束时刻，场次页面显示", "BM-03 60 天"),
    **_because("失信名单在全国系统内录入和屏蔽，起算事实不在本平台", "EX-30 日／工作日"),
    **_because("异议被审查时由承办法官核对宽限期，平台没有登记该异议的页面", "VC-14 3 个月"),
    **_because("拘留的天数在决定书中核对上限；何时释放由拘留所掌握，平台只登记送拘时刻", "CP-05 ≤15 日"),
    **_because("立案庭在案件进入本平台之前办理，平台从立案日起登记", "EX-01 7 日"),
}
"""Of a rule without a row: its id and its number as the book words it, to the reason."""

REST: Mapping[tuple[str, str], str] = {
    ("RP-27", "5"): "异议的五日由 RP-26 的期限计算",
    ("EX-06", "1"): "报告财产的范围（收到通知前一年），不是期限",
    ("EX-12", "48"): "情况紧急的四十八小时从接受申请的时刻起算，由法官掌握时刻；执行页面只登记到日",
    ("EX-15", "3"): "非诉执行和院长批准延长的月数，在执行案件办结的期限上延长",
    ("EX-22", "60"): "可以商请的条件，录入商请函时核对",
    ("SP-06", "7"): "异议的起算日规则表没有载明，由承办人照条文办理",
    ("SP-06", "10"): "答复异议的起算日规则表没有载明，由承办人照条文办理",
    ("AUX-08", "30"): "公告送达的三十日在送达页面计算，期满自动视为送达",
}
"""Of a rule with rows: a number that none of them counts with, to the reason."""
