"""The gateway's listing package: the line takes the terms from it, so the fields carry the names of docs/private-line.md §6. Yuan, ISO, UTF-8."""

from __future__ import annotations

from app.kernel.clock import local
from app.sites.package import Layout, Term, yuan

LAYOUT = Layout(
    site="courtgate",
    terms=(
        Term("reference", "外部编号", lambda plan: plan.our_reference),
        Term("plan_digest", "方案摘要", lambda plan: plan.plan_digest),
        Term("title", "标的名称", lambda plan: plan.title),
        Term("case_no", "案号", lambda plan: plan.case_no),
        Term("court", "处置法院", lambda plan: plan.court),
        Term("round", "拍卖次数（1、2 拍卖，3 变卖）", lambda plan: str(plan.round)),
        Term("starting_price", "起拍价（元）", lambda plan: yuan(plan.starting_price)),
        Term("appraisal_price", "评估价（元）", lambda plan: yuan(plan.appraisal_price)),
        Term("deposit", "保证金（元）", lambda plan: yuan(plan.deposit)),
        Term("increment", "加价幅度（元）", lambda plan: yuan(plan.increment)),
        Term("start_at", "开始时间", lambda plan: local(plan.opens_at).isoformat()),
        Term("end_at", "结束时间", lambda plan: local(plan.ends_at).isoformat()),
        Term("extension_minutes", "延时周期（分钟）", lambda plan: str(plan.extension_minutes)),
    ),
)
