"""gpai's listing package: fields as its mobile answer names them; 起拍价 in 元 and 评估价 in 万元, as its pages show them; texts in UTF-8."""

from __future__ import annotations

from app.sites.package import ROUND_TITLES, Layout, Term, moment, wan, yuan

LAYOUT = Layout(
    site="gpai",
    announcement="拍卖公告",
    notice="竞买须知",
    warnings="特别提示",
    terms=(
        Term("itemNumber", "外部编号", lambda plan: plan.our_reference),
        Term("itemName", "标的名称", lambda plan: plan.title),
        Term("caseNo", "案号", lambda plan: plan.case_no),
        Term("organName", "处置法院", lambda plan: plan.court),
        Term("bidMode", "拍卖方式", lambda plan: "法院自主变卖" if plan.round == 3 else "法院自主拍卖"),
        Term("bidCountDesc", "第几次拍卖", lambda plan: ROUND_TITLES[plan.round]),
        Term("priceStart", "起拍价（元）", lambda plan: yuan(plan.starting_price)),
        Term("priceAppraise", "评估价", lambda plan: wan(plan.appraisal_price)),
        Term("depositShu", "保证金（元）", lambda plan: yuan(plan.deposit)),
        Term("priceStep", "加价幅度（元）", lambda plan: yuan(plan.increment)),
        Term("catelogTimeStart", "开始时间", lambda plan: moment(plan.opens_at)),
        Term("catelogTimeEnd", "预计结束时间", lambda plan: moment(plan.ends_at)),
        Term("delayMinutes", "延时周期（分钟）", lambda plan: str(plan.extension_minutes)),
    ),
)
