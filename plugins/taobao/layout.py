"""Taobao's listing package: fields as the open platform's draft call names them (auction.draft.public), money in yuan, texts in GBK."""

from __future__ import annotations

from app.sites.package import ROUND_TITLES, Layout, PackagePlan, Term, moment, yuan
from plugins.taobao.codes import CATEGORIES, OTHER_BUILDINGS


def _category(plan: PackagePlan) -> str:
    """The platform's number of the category; '' for a kind whose number is not public: it is chosen in the back office by the word beside it."""
    return CATEGORIES.get((plan.kind, plan.subkind)) or CATEGORIES.get((plan.kind, "")) or (OTHER_BUILDINGS if plan.kind == "house" else "")


LAYOUT = Layout(
    site="taobao",
    charset="gbk",
    announcement="竞买公告",
    notice="竞买须知",
    warnings="重大提示",
    terms=(
        Term("out_id", "外部编号", lambda plan: plan.our_reference),
        Term("title", "标题", lambda plan: f"【{ROUND_TITLES[plan.round]}】{plan.title}"),
        Term("case_no", "案号", lambda plan: plan.case_no),
        Term("category_id", "类目编号", _category),
        Term("category", "类目", lambda plan: f"{plan.kind_word} {plan.subkind}".strip(), needs="类目：在标的物登记种类"),
        Term("location", "标的物所在地", lambda plan: plan.place, needs="标的物所在地：在标的物登记坐落"),
        Term("contact", "联系方式", lambda plan: f"{plan.court} {plan.contact}" if plan.contact else "", needs="联系方式：由系统管理员登记法院电话"),
        Term("court_name", "处置单位", lambda plan: plan.court),
        Term("auction_biz_type", "竞价阶段", lambda plan: ROUND_TITLES[plan.round]),
        Term("start_price", "起拍价（元）", lambda plan: yuan(plan.starting_price)),
        Term("consult_price", "评估价（元）", lambda plan: yuan(plan.appraisal_price)),
        Term("reserve_price", "保留价（元）", lambda plan: yuan(plan.starting_price)),
        Term("freeze_amount", "保证金（元）", lambda plan: yuan(plan.deposit)),
        Term("increase_range", "加价幅度（元）", lambda plan: yuan(plan.increment)),
        Term("start", "开始时间", lambda plan: moment(plan.opens_at)),
        Term("end", "结束时间", lambda plan: moment(plan.ends_at)),
        Term("delay_minutes", "延时周期（分钟）", lambda plan: str(plan.extension_minutes)),
    ),
)
