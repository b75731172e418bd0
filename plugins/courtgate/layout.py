"""courtgate's listing package. docs/sixth-site.md §4: one Term a field of the site's back office, in its own name, unit and charset."""

from __future__ import annotations

from app.sites.package import Layout, Term, moment, yuan

LAYOUT = Layout(
    site="courtgate",
    terms=(
        Term("title", "标的名称", lambda plan: plan.title),
        Term("start_price", "起拍价（元）", lambda plan: yuan(plan.starting_price)),
        Term("start_at", "开始时间", lambda plan: moment(plan.opens_at)),
        Term("end_at", "结束时间", lambda plan: moment(plan.ends_at)),
    ),
)
