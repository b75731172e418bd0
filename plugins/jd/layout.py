"""JD's listing package: fields as getProductBasicInfo names them; money in yuan, times in milliseconds, texts in UTF-8."""

from __future__ import annotations

from app.sites.package import ROUND_TITLES, Layout, Term, millis, yuan

_TIMES = {1: "1", 2: "2", 3: "4"}

LAYOUT = Layout(
    site="jd",
    announcement="announcement",
    notice="notice",
    warnings="specialNotice",
    terms=(
        Term("originalId", "外部编号", lambda plan: plan.our_reference),
        Term("title", "标题", lambda plan: f"【{ROUND_TITLES[plan.round]}】{plan.title}"),
        Term("caseNo", "案号", lambda plan: plan.case_no),
        Term("shopName", "处置法院", lambda plan: plan.court),
        Term("paimaiTimes", "拍卖次数（1 一拍、2 二拍、4 变卖）", lambda plan: _TIMES[plan.round]),
        Term("startPrice", "起拍价（元）", lambda plan: yuan(plan.starting_price)),
        Term("assessmentPrice", "评估价（元）", lambda plan: yuan(plan.appraisal_price)),
        Term("minPrice", "有无高于起拍价的保留价", lambda plan: "无"),
        Term("ensurePrice", "保证金（元）", lambda plan: yuan(plan.deposit)),
        Term("priceLowerOffset", "加价幅度（元）", lambda plan: yuan(plan.increment)),
        Term("startTime", "开始时间（毫秒）", lambda plan: millis(plan.opens_at)),
        Term("endTime", "结束时间（毫秒）", lambda plan: millis(plan.ends_at)),
        Term("delayedTime", "延时周期（分钟）", lambda plan: str(plan.extension_minutes)),
    ),
)
