"""文书起草 (forms.md §2.3)."""

from __future__ import annotations

from collections.abc import Iterator

from app.domains.tasks.fields import Column, Fault, Field, Form, Kind, Need, Section, Sees, Situation, Type
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.support_law import support_law

PAPERS = ("标的物情况调查表（事实部分）", "拍卖公告（事实部分）", "竞买须知（事实部分）", "图片说明")
DECIDED = ("起拍价", "保留价", "保证金", "加价幅度", "降价幅度", "由买受人承担", "由竞买人承担", "负责腾退", "不负责腾退")
OWN = Section(
    "起草",
    (
        Field("paper_code", "文书种类", Type.ENUM, hint="只可起草事实部分", choices=PAPERS),
        Field(
            "source_fields", "引用事实", Type.LIST, hint="只引用已验收的任务", columns=(Column("field", "字段"), Column("task", "来源任务", holds_number=True))
        ),
        Field("draft_text", "草稿", Type.LONG, hint="每句都有来源", sees=Sees.PUBLIC, least=20, most=6000),
        Field("changes_from_template", "与模板差异", Type.LONG, Need.OPTIONAL, hint="说明理由"),
        Field("open_questions", "待法官决定", Type.LIST, hint="凡需判断的写在这里", none_word="无", columns=(Column("what", "事项"),)),
    ),
)


def no_decided_figure(form: Form, situation: Situation) -> Iterator[Fault]:
    """Price and deposit are the court's to write (NA-04)."""
    found = [word for word in DECIDED if word in str(form.get("draft_text") or "")]
    if found:
        yield Fault("draft_text", f"含{'、'.join(found)}：由法院决定，移到“待法官决定”")


def every_sentence_has_a_source(form: Form, situation: Situation) -> Iterator[Fault]:
    """As many sources as there are paragraphs, at least."""
    paragraphs = [each for each in str(form.get("draft_text") or "").splitlines() if each.strip()]
    if len(form.get("source_fields") or []) < len(paragraphs):
        yield Fault("source_fields", f"草稿 {len(paragraphs)} 段，引用事实 {len(form.get('source_fields') or [])} 项：每段都要有来源")


KIND = Kind(
    code="drafting",
    title="文书起草",
    group="文书与送达",
    law=support_law("法释〔2016〕18号第6条", "起草裁定、决定、协助执行通知书", "签名、编号、发出"),
    sections=(OWN, HAND_BACK),
    days=2,
    checks=(no_decided_figure, every_sentence_has_a_source),
    due_rule="通知当事人和优先购买权人前 3 个工作日",
    feeds=("标的物情况调查表", "拍卖公告", "竞买须知"),
)
