"""Periods whose start no page of the platform can see: a person enters the fact on the case's page (law.md §8 to §11)."""

from __future__ import annotations

from app.domains.deadlines.period import Count, Example, Period, forward, months, plain, until, working
from app.kernel.actor import Role

Examples = tuple[Example, Example, Example]
_EXAMPLES: dict[tuple[Count, int], Examples] = {
    (forward, 3): (("2026-03-02", 3, "2026-03-05"), ("2026-04-02", 3, "2026-04-07"), ("2026-06-17", 3, "2026-06-22")),
    (forward, 5): (("2026-03-02", 5, "2026-03-09"), ("2026-03-31", 5, "2026-04-07"), ("2026-04-28", 5, "2026-05-06")),
    (forward, 7): (("2026-03-02", 7, "2026-03-09"), ("2026-04-26", 7, "2026-05-06"), ("2026-09-20", 7, "2026-09-28")),
    (forward, 10): (("2026-03-02", 10, "2026-03-12"), ("2026-04-02", 10, "2026-04-13"), ("2026-09-21", 10, "2026-10-08")),
    (forward, 15): (("2026-03-02", 15, "2026-03-17"), ("2026-04-20", 15, "2026-05-06"), ("2026-09-10", 15, "2026-09-28")),
    (forward, 20): (("2026-03-02", 20, "2026-03-23"), ("2026-04-15", 20, "2026-05-06"), ("2026-03-20", 20, "2026-04-09")),
    (forward, 30): (("2026-03-02", 30, "2026-04-01"), ("2026-04-02", 30, "2026-05-06"), ("2026-01-20", 30, "2026-02-24")),
    (until, 7): (("2026-03-09", 7, "2026-03-02"), ("2026-03-08", 7, "2026-03-01"), ("2026-05-11", 7, "2026-05-04")),
    (until, 10): (("2026-03-12", 10, "2026-03-02"), ("2026-03-11", 10, "2026-03-01"), ("2026-05-14", 10, "2026-05-04")),
    (months, 3): (("2026-03-02", 3, "2026-06-02"), ("2026-02-01", 3, "2026-05-06"), ("2026-01-04", 3, "2026-04-07")),
    (plain, 60): (("2026-03-02", 60, "2026-05-01"), ("2026-01-10", 60, "2026-03-11"), ("2026-04-01", 60, "2026-05-31")),
    (working, 3): (("2026-03-02", 3, "2026-03-05"), ("2026-03-04", 3, "2026-03-09"), ("2026-04-02", 3, "2026-04-08")),
    (working, 5): (("2026-03-02", 5, "2026-03-09"), ("2026-04-02", 5, "2026-04-10"), ("2026-03-03", 5, "2026-03-10")),
    (working, 7): (("2026-03-02", 7, "2026-03-11"), ("2026-03-05", 7, "2026-03-16"), ("2026-04-02", 7, "2026-04-14")),
    (working, 30): (("2026-03-02", 30, "2026-04-14"), ("2026-03-01", 30, "2026-04-13"), ("2026-02-27", 30, "2026-04-10")),
}


def _row(starts: str, code: str, title: str, rule: str, length: int, holder: Role, *, count: Count = forward, lapses: bool = False) -> Period:
    """What lapses is another's to use or leave: nobody is reminded of it."""
    warn_days = () if lapses else (1,) if length <= LONG else (5, 1)
    of = (code, title, rule, count, length, holder, _EXAMPLES[count, length], warn_days)
    return Period(*of, lapses=lapses, by_hand=True, starts=starts)


LONG = 7
_CLERK, _JUDGE = Role.CLERK, Role.JUDGE
HAND_ROWS = (
    _row("收到申请执行书", "enforcement_notice", "发出执行通知", "EX-02", 10, _CLERK),
    _row("采取执行措施", "notice_after_measures", "采取措施后发出执行通知", "EX-04", 3, _CLERK),
    _row("被执行人财产变动", "property_change", "被执行人补充报告财产", "EX-06", 10, _CLERK, lapses=True),
    _row("收到财产线索", "check_clue", "核实财产线索", "EX-08", 7, _CLERK),
    _row("收到紧急财产线索", "check_urgent_clue", "核实紧急财产线索", "EX-08", 3, _CLERK),
    _row("收到申请", "decide_reward", "决定是否审计、悬赏", "EX-10", 10, _JUDGE),
    _row("收到银行书面异议", "bank_objection", "答复银行对查询冻结的异议", "EX-11", 15, _JUDGE),
    _row("接受保全申请", "preservation_ruling", "作出保全裁定", "EX-12", 5, _JUDGE),
    _row("作出保全裁定", "preservation_done", "执行保全裁定", "EX-12", 5, _CLERK),
    _row("收到执行异议", "file_objection", "执行异议立案", "EX-18", 3, _CLERK),
    _row("收到执行异议", "missing_papers", "通知补正异议材料", "EX-18", 3, _CLERK),
    _row("执行异议裁定送达", "ask_review", "申请复议执行异议裁定", "EX-17", 10, _CLERK, lapses=True),
    _row("收到复议申请", "send_review_file", "报送复议案卷", "EX-17", 5, _CLERK),
    _row("上一级法院收到复议申请", "review_above", "上一级法院审查复议", "EX-17", 30, _JUDGE, lapses=True),
    _row("收到案外人异议", "outsider_objection", "审查案外人异议", "EX-19", 15, _JUDGE),
    _row("异议裁定送达", "outsider_suit", "提起执行异议之诉", "EX-19", 15, _CLERK, lapses=True),
    _row("收到委托函", "entrusted_begin", "受托执行开始", "EX-25", 15, _CLERK),
    _row("收到委托函", "entrusted_report", "受托执行函告结果", "EX-25", 30, _CLERK),
    _row("收到信访", "petition_entered", "执行信访录入", "EX-33", 5, _CLERK, count=working),
    _row("收到信访", "petition_done", "执行信访办结", "EX-33", 30, _JUDGE, count=working),
    _row("收到决定书", "sanction_review", "申请复议罚款、拘留", "CP-07", 3, _CLERK, lapses=True),
    _row("上一级法院收到复议申请", "sanction_review_above", "上一级法院决定罚款、拘留复议", "CP-07", 5, _CLERK, lapses=True),
    _row("停止拍卖的原因消除", "resume_sale", "恢复拍卖", "NA-41", 5, _CLERK),
    _row("通知申请执行人", "continue_sale", "申请无剩余仍继续拍卖", "AS-03", 5, _CLERK, lapses=True),
    _row("再次拍卖日", "ship_reauction_notice", "发布船舶再次拍卖公告", "SP-05", 7, _CLERK, count=until),
    _row("准许自行变价", "equity_own_sale", "被执行人自行变价股权", "SP-01", 3, _CLERK, count=months),
    _row("拍卖日", "listed_share_notice", "在指定报刊公告拍卖国有股、法人股", "SP-06", 10, _CLERK, count=until),
    _row("通知公司和股东", "shareholders", "其他股东行使优先购买权", "SP-03", 20, _CLERK, lapses=True),
    _row("障碍消除", "ask_for_time", "申请顺延期限", "CNT-09", 10, _CLERK, lapses=True),
    _row("资质异议成立", "take_back_material", "收回评估材料、委托下一机构", "RP-28", 3, _CLERK),
    _row("准许自行处置", "own_disposal", "被执行人自行处置", "VC-17", 60, _CLERK, count=plain),
    _row("两次查询未发现财产", "dishonest_removed", "删除失信信息", "ZB-10", 3, _CLERK, count=working),
    _row("文书生效", "publish_paper", "公布裁判文书", "PI-08", 7, _CLERK, count=working),
)
