"""Questions about what may be published: the panel's five matters, an announcement's text, masks."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from app.kernel.workdays import Calendar
from app.law.privacy import CaseType, Doc, Value, mask_fields
from app.law.publication import PANEL_MATTERS, notice_text_check, publish_gate
from app.law.questions.shape import ANY, FLAG, TEXT, Flag, Inputs, Op, Question, Text, answered, choice, many
from app.law.questions.words import also


class PanelRecord(Inputs):
    """The panel's record: for each of the five matters what was decided, or whether it was."""

    start_price: Any = None
    reduction: Any = None
    increment: Any = None
    deposit: Any = None
    preferential: Any = None
    record_no: Any = Field(default=None, validation_alias=AliasChoices("record_no", "record_number", "number"))


class PublishGate(Question):
    """A plan that is to be published."""

    panel_record: PanelRecord | None


def _publish_gate(asked: PublishGate, calendar: Calendar) -> dict[str, Any]:
    record = asked.panel_record or PanelRecord()
    decided = frozenset(code for code in PANEL_MATTERS if getattr(record, code) not in _UNDECIDED)
    found = publish_gate(decided)
    return answered({"publish_allowed": found.allowed, "missing_panel_items": list(found.missing)}, rules=["NA-39", "AUX-15"], findings=found.findings)


_UNDECIDED: tuple[object, ...] = (None, False, "", [], {})


class NoticeTextCheck(Question):
    """The text of an announcement."""

    text: Text


def _notice_text_check(asked: NoticeTextCheck, calendar: Calendar) -> dict[str, Any]:
    found = notice_text_check(asked.text, asset=asked.asset, on=asked.date, channel=asked.channel)
    outputs = {
        "publish_allowed": found.publish_allowed,
        "forbidden_phrases": list(found.forbidden_phrases),
        "missing_items": [item.code for item in found.missing],
    }
    return answered(outputs, rules=["NA-11"], findings=found.findings)


def _value(value: object) -> Value:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    raise PydanticCustomError("malformed", "应为文本、文本列表或者 null")


_DOC_WORDS = {
    **dict.fromkeys(("online_judgment", "published_judgment", "base_judgment", "ruling"), Doc.JUDGMENT),
    **dict.fromkeys(("auction_attachment", "attachments", "appraisal_report", "survey_sheet"), Doc.ATTACHMENT),
    **dict.fromkeys(("lot", "lot_detail", "listing"), Doc.LOT_PAGE),
    **dict.fromkeys(("auction_notice", "announcement"), Doc.NOTICE),
    **dict.fromkeys(("sale_confirmation",), Doc.CONFIRMATION),
    **dict.fromkeys(("bid_record", "bid_log", "bidding"), Doc.BIDS),
}
_CASE_WORDS = {
    **dict.fromkeys(("marriage", "marriage_family", "divorce", "marriage_and_family", "custody", "child_custody", "maintenance", "adoption"), CaseType.FAMILY),
    **dict.fromkeys(("succession", "will"), CaseType.INHERITANCE),
    **dict.fromkeys(("civil", "contract", "loan", "enforcement", "commercial", "execution", "other"), CaseType.GENERAL),
    **dict.fromkeys(("money", "private_lending", "financial_loan", "loan_contract", "sales_contract", "construction", "tort", "mortgage"), CaseType.GENERAL),
}


class Mask(Question):
    """Fields of a document that is to be public."""

    doc: Annotated[Doc, also(Doc, _DOC_WORDS)]
    case_type: Annotated[CaseType, also(CaseType, _CASE_WORDS)] = CaseType.GENERAL
    fields: dict[str, Annotated[Value, BeforeValidator(_value)]]
    bidding_ended: Flag = True


def _mask(asked: Mask, calendar: Calendar) -> dict[str, Any]:
    shown = mask_fields(asked.fields, doc=asked.doc, case_type=asked.case_type, bidding_ended=asked.bidding_ended)
    rules = ["PI-02", "PI-03", "PI-04", "PI-05", "PI-06", *(() if asked.doc is Doc.JUDGMENT else ("PI-09", "PI-10"))]
    return answered({"fields": shown}, rules=rules)


OPS: dict[str, Op] = {
    "publish_gate": Op(PublishGate, _publish_gate, {"publish_allowed": FLAG, "missing_panel_items": many(choice(*PANEL_MATTERS))}, "合议五项是否齐全"),
    "notice_text_check": Op(
        NoticeTextCheck,
        _notice_text_check,
        {"publish_allowed": FLAG, "forbidden_phrases": many(TEXT), "missing_items": many(TEXT)},
        "公告禁用语和缺项",
    ),
    "mask": Op(Mask, _mask, {"fields": ANY}, "公开文本的隐名和删除"),
}
