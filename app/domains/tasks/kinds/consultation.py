"""竞买咨询 (forms.md §2.8)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Sees, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import PRICE_WORDS, support_law

OWN = Section(
    "咨询",
    (
        Field(
            "questions",
            "咨询记录",
            Type.LIST,
            hint="记录原问题；只按公示材料回答，超出即转法官；不记姓名",
            none_word="无人咨询",
            sees=Sees.PUBLIC,
            columns=(
                Column("asked_at", "时间", Type.DATETIME),
                Column("channel", "渠道", Type.ENUM, choices=("电话", "网页", "现场")),
                Column("question", "问题"),
                Column("answer", "答复"),
                Column("source", "依据", Type.ENUM, choices=("公告", "调查表", "法官答复", "已转法官")),
            ),
        ),
        Field(
            "escalated",
            "转法官的问题",
            Type.LIST,
            Need.OPTIONAL,
            hint="法官两个工作日内答复",
            columns=(Column("question", "问题"), Column("sent_on", "转出日", Type.DATE), Column("judge_reply", "法官答复", required=False)),
        ),
        Field("new_facts", "咨询中发现的新情况", Type.LIST, hint="转法官核实", none_word="无", columns=(Column("what", "情况"), Column("source", "来源"))),
    ),
)


def answers_from_the_record(form: Form, situation: Situation) -> Iterator[Fault]:
    """No word on value or bargain; what was passed to the judge stands among the passed on."""
    rows = form.get("questions") or []
    for no, row in enumerate(rows, start=1):
        found = PRICE_WORDS.search(str(row.get("answer") or ""))
        if found:
            yield Fault("questions", f"第 {no} 行答复含“{found.group()}”：只按公示材料回答")
    if any(row.get("source") == "已转法官" for row in rows) and not form.get("escalated"):
        yield Fault("escalated", "写明已转法官的问题和转出日")


KIND = Kind(
    code="consultation",
    title="竞买咨询",
    group="展示与咨询",
    law=support_law("", "提供竞买建议", "评价价格", "承诺结果"),
    sections=(OWN, HAND_BACK),
    days=30,
    checks=(answers_from_the_record,),
    due_rule="公告期内；咨询两个工作日内答复",
    feeds=("咨询问答", "瑕疵核对"),
)
