"""现场调查：股权、投资权益 (forms.md §1.4)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from stdnum.cn import uscc

from app.domains.tasks.fields import Column, Fault, Field, Form, Need, Section, Sees, Shot, Situation, Type
from app.domains.tasks.survey_core import survey
from app.kernel.money import MalformedMoney, Money

PUBLIC, SEALED = Sees.PUBLIC, Sees.SEALED
OWN = Section(
    "股权",
    (
        Field("company_name", "目标公司", hint="现行登记", sees=PUBLIC),
        Field("uscc", "统一社会信用代码", hint="18 位", sees=PUBLIC, holds_number=True),
        Field("share_pct", "持股比例", Type.DEC, hint="以登记与章程核对", unit="%", places=4, sees=PUBLIC),
        Field("subscribed", "认缴出资", Type.MONEY, unit="元", sees=PUBLIC),
        Field("paid", "实缴出资", Type.MONEY, hint="未缴部分由谁继续缴写明", unit="元", sees=PUBLIC),
        Field("due_on", "认缴期限", Type.DATE, sees=PUBLIC),
        Field("articles_limits", "章程转让限制", hint="附章程；没有的写“无”"),
        Field(
            "other_holders",
            "其他股东",
            Type.LIST,
            hint="供优先购买权通知",
            none_word="无",
            columns=(Column("name", "名称"), Column("pct", "比例（%）", Type.DEC), Column("contact", "联系", required=False, sees=SEALED)),
        ),
        Field(
            "statements",
            "财务报表",
            Type.LIST,
            hint="最近两年；拒不提供的勾选后在未查明事项写明",
            none_word="拒不提供",
            sees=SEALED,
            columns=(
                Column("year", "年度", Type.INT),
                Column("assets", "资产（元）", Type.MONEY),
                Column("debts", "负债（元）", Type.MONEY),
                Column("profit", "净利", required=False),
            ),
        ),
        Field("dividends_unpaid", "未分配红利", Type.MONEY, Need.OPTIONAL, unit="元", sees=SEALED),
        Field(
            "special_licence",
            "行业准入/批准",
            Type.LIST,
            hint="金融、外资、采矿等",
            none_word="无",
            sees=PUBLIC,
            columns=(Column("what", "事项"), Column("office", "批准机关")),
        ),
        Field(
            "litigation_hints",
            "诉讼、质押、冻结",
            Type.LIST,
            hint="公开渠道抄录",
            none_word="无",
            sees=SEALED,
            columns=(Column("what", "事项"), Column("source", "来源")),
        ),
    ),
)


def code_checks_out(form: Form, situation: Situation) -> Iterator[Fault]:
    """The company's credit code has the right check digit."""
    code = str(form.get("uscc") or "")
    if code and not uscc.is_valid(code):
        yield Fault("uscc", "校验位不符，核对登记材料")


def paid_within_subscribed(form: Form, situation: Situation) -> Iterator[Fault]:
    """Nobody has paid in more than was subscribed (CL-05)."""
    try:
        over = Money.yuan(str(form["paid"])) > Money.yuan(str(form["subscribed"]))
    except (KeyError, MalformedMoney):
        return
    if over:
        yield Fault("paid", "实缴大于认缴，核对验资材料")


def shares_within_whole(form: Form, situation: Situation) -> Iterator[Fault]:
    """All shares together are at most 100%."""
    try:
        shares = [Decimal(str(form["share_pct"])), *(Decimal(str(row["pct"])) for row in form.get("other_holders") or [])]
    except (KeyError, InvalidOperation):
        return
    if sum(shares) > 100:
        yield Fault("other_holders", f"各股东比例之和 {sum(shares)}%，超过 100%")


def refusal_explained(form: Form, situation: Situation) -> Iterator[Fault]:
    """Books that are not handed over are an unknown with steps taken."""
    if form.get("statements") == [] and not form.get("unknowns"):
        yield Fault("unknowns", "财务报表拒不提供：写明原因和已采取措施")


def two_years_of_books(form: Form, situation: Situation) -> Iterator[Fault]:
    """At least the last two years, or the reason among the unknowns (VC-06)."""
    years = {row.get("year") for row in form.get("statements") or []}
    if len(years) == 1 and not form.get("unknowns"):
        yield Fault("statements", "财务报表不足两年：补充，或在未查明事项写明原因")


KIND = survey(
    "survey_equity",
    "现场调查（股权）",
    OWN,
    asset_classes=("equity", "listed_share"),
    shots=(
        Shot("register", "登记查询单"),
        Shot("articles", "章程"),
        Shot("capital", "出资证明"),
        Shot("office", "办公地"),
    ),
    least_photos=4,
    never=("联系竞买人", "估算价值"),
    checks=(code_checks_out, paid_within_subscribed, shares_within_whole, refusal_explained, two_years_of_books),
)
