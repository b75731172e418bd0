"""The listing package for 人民法院诉讼资产网: 万元 as text; increment, end and extension as lines of the announcement, as the site has no fields for them."""

from __future__ import annotations

from app.sites.package import Layout, PackagePlan, Term, moment_in_words, wan, yuan

_STAGES = {1: "第1次拍卖", 2: "第2次拍卖", 3: "变卖"}


def _slashed(plan: PackagePlan) -> str:
    return moment_in_words(plan.opens_at)


LAYOUT = Layout(
    site="rmfysszc",
    announcement="拍卖公告",
    notice="竞买须知",
    warnings="特别提示",
    terms=(
        Term("project_ref", "外部编号", lambda plan: plan.our_reference),
        Term("Title", "标的名称", lambda plan: plan.title),
        Term("case_no", "案号", lambda plan: plan.case_no),
        Term("court", "处置法院", lambda plan: plan.court),
        Term("stage", "拍卖阶段", lambda plan: _STAGES[plan.round]),
        Term("price", "起拍价", lambda plan: wan(plan.starting_price)),
        Term("appraisal", "评估值", lambda plan: wan(plan.appraisal_price)),
        Term("deposit", "保证金", lambda plan: wan(plan.deposit)),
        Term("start", "开始时间", _slashed),
    ),
    prose=(
        Term("start", "竞价开始时间", _slashed),
        Term("end", "竞价结束时间", lambda plan: moment_in_words(plan.ends_at)),
        Term("increment", "加价幅度", lambda plan: f"{yuan(plan.increment)}元"),
        Term("extension", "延时周期", lambda plan: f"{plan.extension_minutes}分钟"),
    ),
)
