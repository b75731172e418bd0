"""Trials of cases: the ways to a price, what follows a failed round, who may bid, defaults, tenants, closing, texts and masks."""

from __future__ import annotations

from collections.abc import Mapping

from app.desk.trials import Asked, Trial, flag

_KINDS = (("real_estate", "不动产"), ("movable", "动产"), ("equity", "股权"), ("ship", "船舶"))
_WAYS = Trial(
    "pricing_method",
    (
        flag("agreement", "双方议价结果一致", "no"),
        flag("official_price_exists", "有计税基准价、政府定价", "no"),
        flag("online_possible", "可以网络询价", "yes"),
        flag("needs_site_inspection", "须现场勘验或鉴定", "no"),
    ),
    {"method": "采用"},
)
_OBJECTED = Trial(
    "online_price",
    tuple(flag(f"results.{place}.objected", f"对平台{name}有异议", said) for place, (name, said) in enumerate((("甲", "yes"), ("乙", "no"), ("丙", "no")))),
    {"reference_price": "参考价（元）", "used": "采用的平台"},
    {"results": [{"p": name, "value": value, "on_time": True} for name, value in (("甲", "1000000.00"), ("乙", "1100000.00"), ("丙", "1500000.00"))]},
)
_REISSUED = Trial(
    "price_still_usable",
    (Asked("valid_until", "有效期至", "2026-03-31", "date"), Asked("round1_notice", "一拍公告日", "2026-04-01", "date")),
    {"usable.0": "仍可使用", "remedy": "否则", "remedy_days": "期限（日）"},
    {"method": "online_inquiry", "auction_opens": ["2026-05-08"]},
)
_TARGETS = (("agreement", "当事人议价"), ("directed_inquiry", "定向询价"), ("online_inquiry", "网络询价"), ("appraisal", "评估"), ("correction", "补正"))
_GROUNDS = (("fraud", "欺诈"), ("collusion", "串通"), ("basics", "财产基本信息"), ("result", "结果"))
_SUPERVISED = Trial(
    "objection_admissible",
    (
        Asked("target", "对什么", "agreement", "choice", _TARGETS),
        Asked("ground", "理由", "fraud", "choice", _GROUNDS),
        flag("before_round1_notice", "一拍公告发布之前", "yes"),
    ),
    {"admissible": "作为异议受理", "alternative": "可以"},
    {"received": "2026-09-21", "filed": "2026-09-28"},
)
_EARLIER = Trial(
    "objection_admissible",
    (Asked("received", "收到报告日", "2018-08-27", "date"), Asked("filed", "提出异议日", "2018-09-06", "date")),
    {"admissible": "受理", "deadline": "最迟提出"},
    {"target": "appraisal", "ground": "result"},
)
_NEAREST = Trial(
    "inquiry_fee",
    (
        Asked("results.0.value", "平台甲（元）", "980000.00"),
        Asked("results.1.value", "平台乙（元）", "1020000.00"),
        Asked("final_price", "成交价（元）", "1000000.00"),
    ),
    {"paid": "付给", "share_of_each": "各占"},
    {"results": [{"p": "甲"}, {"p": "乙"}]},
)
_FEE_BASE = Trial(
    "appraisal_fee_base",
    (Asked("appraisal", "评估价（元）", "1000000.00"), Asked("sold_for", "成交价（元）", "800000.00")),
    {"base": "计费基数（元）", "reissue_fee": "重新出具按基数的三成（元）"},
    {"end": "sold"},
)
_STATUTORY = (("statutory_appraisal", "法定评估"), ("appraisal", "其他评估"))
_FILED = Trial(
    "retention",
    (Asked("event_end", "评估档案形成日", "2024-02-29", "date"), Asked("kind", "种类", "statutory_appraisal", "choice", _STATUTORY)),
    {"keep_through": "保存至"},
)


def _late(asks: str) -> Trial:
    asked = (
        flag("results.0.on_time", "平台甲按时", "no"),
        flag("results.1.on_time", "平台乙按时", "no"),
        flag("results.0.extension_requested", "平台甲届满前申请延期", asks),
    )
    told = {"extension_granted": "准许延期", "reference_price": "参考价（元）", "next_method": "转为"}
    return Trial("online_price", asked, told, {"results": [{"p": "甲", "value": "1000000.00"}, {"p": "乙", "value": "1100000.00"}]})


def _next(channel: str, rounds: int, asset: str = "real_estate", taken: str = "no") -> Trial:
    asked = (
        Asked("items.0.asset", "标的物", asset, "choice", _KINDS),
        Asked("items.0.failed_rounds", "已流拍次数", str(rounds), "number"),
        flag("items.0.creditor_takes_in_kind", "有债权人以该价抵债", taken),
    )
    return Trial("next_step_batch", asked, {"results.0.allowed_next": "接着", "results.0.within_days": "期限（日）"}, {"channel": channel})


def _floor(asked: Asked, **fixed: object) -> Trial:
    return Trial("price_floor", (asked,), {"min_start_price": "不低于（元）"}, fixed)


_APPRAISAL = Asked("appraisal", "评估价（元）", "1000000.00")
_PREVIOUS = Asked("previous_start_price", "前次起拍价（元）", "700000.00")
_ONE_BID = Trial(
    "result",
    (Asked("start_price", "起拍价（元）", "700000.00"), Asked("bids.0.price", "唯一出价（元）", "700000.00")),
    {"sold": "成交", "price": "成交价（元）"},
    {"bids": [{"bidder": "A1021"}]},
)
_RELATIONS = (
    ("none", "无关系"),
    ("applicant", "申请执行人"),
    ("debtor", "被执行人"),
    ("defaulting_buyer", "本标的原悔拍人"),
    ("agency_staff_sibling", "机构人员的兄弟姐妹"),
    ("agency_staff_cousin", "机构人员的堂、表兄弟姐妹"),
)


def _tie(channel: str) -> Trial:
    way = Asked("channel", "拍卖方式", channel, "choice", (("online", "网络"), ("offline", "委托")))
    return Trial("tie_rule_batch", (way, flag("items.0.same_rank", "顺位相同", "yes")), {"results.0": "出价相同的，由谁买受"})


def _who(relation: str) -> Trial:
    worked = flag("agency_worked_on_lot", "该机构办过本标的", "yes")
    asked = (Asked("bidder.relation", "竞买人是", relation, "choice", _RELATIONS), worked)
    return Trial("bidder_eligibility", asked, {"eligible": "可以竞买", "cites": "依据"}, {"asset": "equipment"})


_AUXILIARY = (("photos", "拍摄照片"), ("guided_viewing", "引领看样"), ("storage", "仓储"), ("appraisal", "评估"), ("sale_ruling", "制作成交裁定"))
_IN_KIND = Trial(
    "debt_for_asset",
    (Asked("reserve", "流拍保留价（元）", "560000.00"), Asked("creditors.0.claim", "该债权人应受清偿（元）", "500000.00")),
    {"taker": "承受人", "candidates.0.payable": "补交差额（元）"},
    {"creditors": [{"creditor": "申请执行人"}]},
)
_OFFLINE_DEFAULT = Trial(
    "default_settlement",
    (
        Asked("deposit", "保证金（元）", "100000.00"),
        Asked("cost", "费用（元）", "8000.00"),
        Asked("first_price", "原成交价（元）", "1000000.00"),
        Asked("second_price", "重新拍卖成交价（元）", "930000.00"),
        Asked("commission_first_auction", "原佣金（元）", "5000.00"),
    ),
    {"cost": "抵费用（元）", "commission": "抵佣金（元）", "gap": "抵差价（元）", "refund": "退还（元）", "open_gap": "仍差（元）"},
    {"channel": "offline"},
)
_CLOSED = Trial(
    "zhongben_gate",
    (
        Asked("filed", "立案日", "2025-12-01", "date"),
        Asked("ruling", "裁定日", "2026-03-02", "date"),
        flag("applicant_signed", "申请执行人签字", "no"),
        flag("panel_and_president", "合议庭核查并院长批准", "yes"),
        flag("checks.interview", "已约谈申请执行人", "yes"),
    ),
    {"allowed": "可以终本", "earliest": "最早"},
    {"checks": dict.fromkeys(("notice_issued", "report_ordered", "spending_limit", "search_exhausted", "debtor_searched"), True)},
)
_TENANT = Trial(
    "tenant_status",
    (
        Asked("lease_signed", "租约签订日", "2021-05-20", "date"),
        Asked("possession", "占有之日", "2021-06-01", "date"),
        Asked("mortgage", "抵押设立日", "2022-01-01", "date"),
        Asked("date", "裁判之日", "2026-04-02", "date"),
    ),
    {"tenant_keeps_possession": "承租人继续占有"},
    {"claim": "mortgage", "seizure": "2025-08-12"},
)
_ONLY_HOME = Trial(
    "grace_period",
    (Asked("date", "哪一日", "2026-04-02", "date"),),
    {"statutory_grace_months": "法定宽限（月）", "note": "说明"},
    {"case": "only_home"},
)
_REFERRED = Trial(
    "referral_gate",
    (
        Asked("act_date", "行为日", "2024-11-30", "date"),
        Asked("date", "决定日", "2024-11-30", "date"),
        flag("able", "有能力履行", "yes"),
        flag("refuses_to_vacate", "拒不迁出", "yes"),
    ),
    {"refer": "可以移送", "decision": "处理"},
)
_TWICE = Trial(
    "sanction_check_batch",
    (Asked("items.0.detention_days", "拘留（日）", "5", "number"), flag("items.0.same_act_already_punished", "同一行为已经处罚", "yes")),
    {"results.0.allowed": "可以"},
    {"items": [{"target": "individual"}]},
)


def _says(rule_id: str, text: str) -> Trial:
    asked = (Asked("text", "公告里的话", text),)
    return Trial("notice_text_check", asked, {"forbidden_phrases": "不得写的话"}, {"date": "2026-04-02", "asset": "real_estate"}, findings_of=rule_id)


def _masks(case_type: str, **fields: tuple[str, str]) -> Trial:
    asked = tuple(Asked(f"fields.{name}", label, example) for name, (label, example) in fields.items())
    told = {f"fields.{name}": f"{label}公开为" for name, (label, _) in fields.items()}
    return Trial("mask", asked, told, {"doc": "judgment", "case_type": case_type})


_NAMES = _masks("family", name=("姓名", "欧阳明"), minor_name=("未成年人姓名", "欧阳小宝"), witness_name=("证人姓名", "何月娥"))
_KEPT = _masks("general", name=("姓名", "邓永祥"), address=("住址", "广东省广州市南沙区进港大道1号"), unit_name=("单位名称", "广州粤澜包装机械有限公司"))

CASES: Mapping[str, Trial] = {
    **dict.fromkeys(("RP-04", "RP-05", "RP-06", "RP-15"), _WAYS),
    "RP-09": _late("yes"),
    "RP-10": _late("no"),
    "RP-11": _REISSUED,
    "RP-14": _OBJECTED,
    **dict.fromkeys(("RP-29", "RP-30"), _SUPERVISED),
    "RP-26/2005": _EARLIER,
    "RP-36": _NEAREST,
    **dict.fromkeys(("RP-37", "RP-38"), _FEE_BASE),
    "RP-45": _FILED,
    "EX-32": Trial("enforcement_fee", (Asked("amount.0", "执行金额（元）", "800000.00"),), {"fee.0": "执行申请费（元）"}),
    "NA-05": Trial("task_gate", (Asked("task", "什么工作", "photos", "choice", _AUXILIARY),), {"allowed": "可以委托"}, {"actor": "agency"}),
    **dict.fromkeys(("NA-09", "NA-23"), _ONE_BID),
    "NA-27": _tie("online"),
    "AS-11": _tie("offline"),
    "NA-34": _who("defaulting_buyer"),
    "NA-47": _who("agency_staff_sibling"),
    "NA-53": _who("applicant"),
    "AUX-03": _who("agency_staff_sibling"),
    "NA-38": _next("online", 2),
    "AS-13": _IN_KIND,
    "AS-20": _next("offline", 2, "movable"),
    "AS-21": _next("offline", 2),
    "AS-22": _next("offline", 3),
    "AS-18": _OFFLINE_DEFAULT,
    "AS-29": _floor(_APPRAISAL, round="direct_sale", previous_start_price="1000000.00"),
    "BM-05": _floor(_PREVIOUS, round="network_sale"),
    "SP-05": _floor(_APPRAISAL, round=1, asset="ship"),
    "SP-07": Trial(
        "price_floor",
        (Asked("previous_start_price", "最后一次拍卖的保留价（元）", "560000.00"), flag("without_reserve_asked", "申请无保留价拍卖", "no")),
        {"min_start_price": "不低于（元）"},
        {"round": "criminal_property"},
    ),
    "SP-06": _floor(_PREVIOUS, round=2, asset="listed_share"),
    "CP-09": _TWICE,
    "CR-03": _REFERRED,
    "VC-10": _TENANT,
    "VC-13": _ONLY_HOME,
    **dict.fromkeys(("ZB-01", "ZB-06", "ZB-11"), _CLOSED),
    **dict.fromkeys(("PI-04", "PI-05"), _NAMES),
    "PI-06": _KEPT,
    **{
        rule_id: _says(rule_id, text)
        for rule_id, text in (
            ("VC-06", "以现状为准，本院不作调查"),
            ("NA-14", "本院不承担任何瑕疵担保责任"),
            ("NA-17", "优先购买权人未到场的，视为放弃"),
            ("NA-43", "一切税费由买受人承担"),
            ("NA-44", "仅限本地居民报名竞买"),
            ("AUX-02", "服务费由买受人交纳"),
            ("AUX-13", "看样须先交保证金"),
        )
    },
}
"""By rule."""
