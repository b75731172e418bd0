"""caa123's listing package: fields as its lot answer names them (misspellings are the site's); money in yuan, times in ms, texts in UTF-8."""

from __future__ import annotations

from app.sites.package import Layout, Term, millis, yuan

LAYOUT = Layout(
    site="caa123",
    announcement="noticeContent",
    notice="guidance",
    warnings="remark",
    photos="pictures",
    attachments="enclosures",
    terms=(
        Term("outId", "外部编号", lambda plan: plan.our_reference),
        Term("name", "标的名称", lambda plan: plan.title),
        Term("caseNo", "案号", lambda plan: plan.case_no),
        Term("court", "处置法院", lambda plan: plan.court),
        Term("times", "拍卖次数（1、2 拍卖，3 变卖）", lambda plan: str(plan.round)),
        Term("startPrice", "起拍价（元）", lambda plan: yuan(plan.starting_price)),
        Term("assessPrice", "评估价（元）", lambda plan: yuan(plan.appraisal_price)),
        Term("hasMinPrice", "有无高于起拍价的保留价", lambda plan: "0"),
        Term("cashDeposit", "保证金（元）", lambda plan: yuan(plan.deposit)),
        Term("rateLadder", "加价幅度（元）", lambda plan: yuan(plan.increment)),
        Term("startTime", "开始时间（毫秒）", lambda plan: millis(plan.opens_at)),
        Term("endTime", "结束时间（毫秒）", lambda plan: millis(plan.ends_at)),
        Term("delayTime", "延时周期（分钟）", lambda plan: str(plan.extension_minutes)),
    ),
)
