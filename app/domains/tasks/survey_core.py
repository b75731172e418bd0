"""What all six site surveys ask (forms.md §1.0), their checks, and what the asset learns from them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domains.assets.types import Occupancy
from app.domains.tasks.fields import Check, Column, Fault, Field, Form, Kind, Law, Need, Section, Sees, Shot, Situation, Type, When
from app.domains.tasks.hand_back_block import HAND_BACK
from app.domains.tasks.shapes import day_of_text
from app.domains.tasks.support_law import ALWAYS, PRICE_WORDS

OCCUPANCY_CODES = {each.word: each.value for each in Occupancy}
BURDENS = ("抵押", "质押", "留置", "租赁", "居住权", "地役权", "预告登记", "异议登记", "共有", "建设工程优先受偿", "税款优先", "其他")
REGISTRABLE = ("可", "不可", "待核")
PUBLIC, SEALED = Sees.PUBLIC, Sees.SEALED

SURVEY_LAW = Law(
    "法释〔2018〕15号第3条 · 法〔2024〕238号第1条 · 法释〔2016〕18号第6条、第7条",
    never=("强行进入、撬锁、搬动物品", "拍摄睡眠中的人、未成年人和证件", *ALWAYS),
)

SALE_TAKES_DAYS = 180
"""From the survey through reference price, plan and two rounds; no plan is there yet when it is surveyed."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

VISIT = Section(
    "到场情况",
    (
        Field(
            "visit_kind",
            "调查方式",
            Type.ENUMS,
            hint="可多选；登记查询另填调取日",
            choices=("入户/实地", "登记机关查询", "向占有人询问", "委托方陪同"),
            sees=PUBLIC,
        ),
        Field("entry_result", "进入情况", Type.ENUM, hint="未入户仍须完成外部调查", choices=("已入户", "未入户有理由")),
        Field("party_absent", "当事人是否到场", Type.ENUM, hint="未到场须有见证人（法释〔2018〕15号第18条）", choices=("到场", "未到场")),
        Field("entry_note", "未入户的理由", Type.LONG, Need.CONDITION, hint="未入户的写明理由和外部调查情况", when=When("entry_result", ("未入户有理由",))),
        Field("witness", "见证人", Type.LIST, Need.CONDITION, hint="村居、物业或公证人员", columns=(Column("name", "姓名"), Column("unit", "单位"))),
    ),
)

TITLE = Section(
    "权属与负担",
    (
        Field("registered_owner_seen", "登记权利人（凭调取材料）", hint="附登记查询结果"),
        Field("register_date", "调取日", Type.DATE, hint="与材料上的日期一致"),
        Field(
            "burden_list",
            "权利负担",
            Type.LIST,
            hint="抵押、质押、租赁、居住权、预告登记、异议登记",
            none_word="无",
            sees=PUBLIC,
            columns=(
                Column("kind", "种类", Type.ENUM, choices=BURDENS),
                Column("holder", "权利人"),
                Column("amount", "债权额（元）", Type.MONEY, required=False),
                Column("registered_on", "登记日", Type.DATE, required=False),
            ),
        ),
        Field(
            "seizure_list",
            "查封扣押冻结",
            Type.LIST,
            hint="抄登记簿原文",
            none_word="无",
            sees=SEALED,
            columns=(Column("rank", "顺位"), Column("court", "法院"), Column("case_number", "案号"), Column("term", "起止")),
        ),
    ),
)

OCCUPANCY = Section(
    "占有",
    (
        Field("occupancy_kind", "占有情况", Type.ENUM, hint="谁在用、凭什么用、从何时起", choices=tuple(OCCUPANCY_CODES), sees=PUBLIC),
        Field(
            "occupants",
            "占有人",
            Type.LIST,
            Need.CONDITION,
            hint="老人、儿童、病患另填需照顾人员；未成年人不写姓名",
            columns=(
                Column("name", "姓名", required=False, sees=SEALED),
                Column("relation", "关系"),
                Column("count", "人数", Type.INT),
                Column("basis", "依据"),
                Column("since_on", "起始日", Type.DATE, required=False),
            ),
        ),
        Field(
            "lease_claims",
            "租赁/居住权主张",
            Type.LIST,
            Need.CONDITION,
            hint="逐项核对水电首月、物业登记",
            columns=(
                Column("claimant", "主张人", sees=SEALED),
                Column("contract_on", "合同日", Type.DATE),
                Column("term", "租期"),
                Column("rent", "租金"),
                Column("paid_how", "付款方式"),
                Column("possession_on", "入住日", Type.DATE),
                Column("papers", "材料"),
            ),
        ),
        Field(
            "special_care",
            "需照顾人员",
            Type.LIST,
            Need.CONDITION,
            hint="供腾退预案使用",
            sees=SEALED,
            columns=(
                Column("who", "对象", Type.ENUM, choices=("70岁以上", "未成年", "孕产", "残疾", "重病", "精神障碍", "低保")),
                Column("state", "情况", required=False),
            ),
        ),
    ),
)

STATE = Section(
    "瑕疵与欠费",
    (
        Field(
            "defects",
            "已知瑕疵",
            Type.LIST,
            hint="渗漏、结构改动、无证部分、非正常死亡传闻（来源）",
            none_word="无",
            sees=PUBLIC,
            columns=(Column("part", "部位"), Column("text", "描述"), Column("photo", "照片号", required=False)),
        ),
        Field(
            "arrears",
            "欠缴费用",
            Type.LIST,
            hint="水电气、物业、停车、暖气、罚款",
            none_word="无欠费",
            sees=PUBLIC,
            columns=(Column("kind", "费种"), Column("amount", "金额（元）", Type.MONEY), Column("until_on", "截至日", Type.DATE), Column("holder", "来源单位")),
        ),
        Field("arrears_source", "欠费查询来源", hint="单位、接待人、查询日", sees=PUBLIC),
        Field(
            "tax_hints",
            "税费线索",
            Type.LIST,
            hint="只抄查询结果，不下结论",
            none_word="未查得",
            sees=PUBLIC,
            columns=(Column("name", "税种"), Column("basis", "依据"), Column("rate", "税率/口径"), Column("bearer", "法定承担人")),
        ),
        Field("registrable_hint", "登记可行性", Type.ENUM, hint="问登记部门", choices=REGISTRABLE, sees=PUBLIC),
        Field("registrable_reason", "登记可行性的说明", hint="接待人、时间和答复", sees=PUBLIC),
        Field("narrative", "现状描述", Type.LONG, hint="写看到的，不写评价、不写价格", sees=PUBLIC, least=60, most=1500),
    ),
)


def survey(
    code: str,
    title: str,
    own: Section,
    *,
    asset_classes: tuple[str, ...],
    shots: tuple[Shot, ...],
    least_photos: int,
    days: int = 5,
    checks: tuple[Check, ...] = (),
    never: tuple[str, ...] = (),
) -> Kind:
    """A survey: the core of all six, with its own section, shots and checks."""
    return Kind(
        code=code,
        title=title,
        group="现场调查",
        law=replace(SURVEY_LAW, never=(*never, *SURVEY_LAW.never)),
        sections=(VISIT, own, TITLE, OCCUPANCY, STATE, HAND_BACK),
        days=days,
        shots=shots,
        least_photos=least_photos,
        asset_classes=asset_classes,
        checks=(*CORE_CHECKS, *checks),
        findings=lambda form: survey_findings(own, form),
        on_site=True,
        due_rule="委托评估、询价前完成；查封后 30 日内启动确定参考价",
        feeds=("评估询价材料", "标的物情况调查表", "拍卖公告和须知", "腾空预案", "移交核对"),
    )


def witness_when_absent(form: Form, situation: Situation) -> Iterator[Fault]:
    """Without the party a witness is needed (RP-18)."""
    if form.get("party_absent") == "未到场" and not form.get("witness"):
        yield Fault("witness", "当事人未到场，须有见证人（法释〔2018〕15号第18条）")


def occupants_named(form: Form, situation: Situation) -> Iterator[Fault]:
    """Where somebody holds the thing, it says who (VC-05)."""
    unheld = {Occupancy.EMPTY.word, Occupancy.COURT.word}
    kind = form.get("occupancy_kind")
    if kind and kind not in unheld and not form.get("occupants"):
        yield Fault("occupants", "写明占有人、关系、人数和依据（法〔2024〕238号）")
    if any(row.get("relation", "").startswith("未成年") and row.get("name") for row in form.get("occupants") or []):
        yield Fault("occupants", "未成年人不写姓名")
    if kind in (Occupancy.TENANT_CONTRACT.word, Occupancy.TENANT_CLAIM.word) and not form.get("lease_claims"):
        yield Fault("lease_claims", "有承租人的，逐项写明合同日、租期、租金和入住日")


def narrative_without_price(form: Form, situation: Situation) -> Iterator[Fault]:
    """The state is described; value and price are not the agency's."""
    text = str(form.get("narrative") or "")
    found = PRICE_WORDS.search(text)
    if found:
        yield Fault("narrative", f"含“{found.group()}”：只写现状，不写评价、不写价格")


def seizure_lasts(form: Form, situation: Situation) -> Iterator[Fault]:
    """A seizure that ends before a sale can be over is looked at again (EX-13); the words name the row alone, for its term is sealed."""
    until = situation.today + timedelta(days=SALE_TAKES_DAYS)
    for no, row in enumerate(form.get("seizure_list") or [], start=1):
        ends = [day for day in map(day_of_text, _DAY.findall(str(row.get("term", "")))) if day]
        if ends and max(ends) < until:
            yield Fault("seizure_list", f"第 {no} 行的查封在处置完成前可能届满，核对登记簿", warning=True)


CORE_CHECKS: tuple[Check, ...] = (witness_when_absent, occupants_named, narrative_without_price, seizure_lasts)


def survey_findings(own: Section, form: Form) -> Mapping[str, Any]:
    """What the asset learns: occupancy (code), defects, arrears, tax_items as the asset keeps them, and the rest by name under `facts`."""
    own_facts = {field.name: form.get(field.name) for field in own.fields}
    return {
        "occupancy": OCCUPANCY_CODES.get(str(form.get("occupancy_kind")), ""),
        "occupancy_note": _occupied_by(form),
        "defects": [{"part": row.get("part", ""), "text": row.get("text", "")} for row in form.get("defects") or []],
        "arrears": [{name: row.get(name, "") for name in ("kind", "amount", "until_on", "holder")} for row in form.get("arrears") or []],
        "tax_items": [{"name": row.get("name", ""), "bearer": row.get("bearer", "")} for row in form.get("tax_hints") or []],
        "burdens": list(form.get("burden_list") or []),
        "lease_claims": list(form.get("lease_claims") or []),
        "registrable": form.get("registrable_hint", ""),
        "registrable_reason": form.get("registrable_reason", ""),
        "narrative": form.get("narrative", ""),
        "facts": own_facts,
    }


def _occupied_by(form: Form) -> str:
    rows = form.get("occupants") or []
    return "；".join(f"{row.get('relation', '')} {row.get('count', '')} 人，依据{row.get('basis', '')}" for row in rows)
