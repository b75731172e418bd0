"""Which rule can be tried live, and how, and why some with a number cannot. Periods: trial_periods.py."""

from __future__ import annotations

from collections.abc import Mapping

from app.desk.trial_cases import CASES
from app.desk.trial_periods import PERIODS
from app.desk.trials import Asked, Trial, flag

_ASSET = Asked("asset", "标的物", "real_estate", "choice", (("real_estate", "不动产"), ("movable", "动产"), ("equity", "股权")))
_METHODS = (("agreement", "当事人议价"), ("directed_inquiry", "定向询价"), ("online_inquiry", "网络询价"), ("appraisal", "委托评估"))
_START = Asked("start_price", "起拍价（元）", "700000.00")
_APPRAISAL = Asked("appraisal", "参考价（元）", "1000000.00")
_NOTICE = (Asked("announced", "公告日", "2026-03-02", "date"), Asked("opens", "开拍日", "2026-03-16", "date"))
_ANNOUNCED = {"compliant": "公告期足够", "min_opening_date": "最早开拍", "recommended_opening_date": "建议开拍"}
_WINDOW = {"latest_opening_date": "最迟开拍", "latest_announcement_date": "最迟公告", "recommended_announcement_date": "建议公告"}
_RANGE = {"min": "最低（元）", "max": "最高（元）"}
_FLOOR = {"min_start_price": "起拍价不低于（元）"}
_SANCTION = {"results.0.allowed": "可以", "results.0.min": "罚款下限（元）", "results.0.max": "罚款上限（元）", "results.0.max_days": "拘留最长（日）"}


def _sanction(target: str, sanction: Asked) -> Trial:
    whom = Asked("items.0.target", "对象", target, "choice", (("individual", "个人"), ("unit", "单位")))
    return Trial("sanction_check_batch", (whom, sanction), _SANCTION)


_OBJECTION = Trial(
    "objection_admissible",
    (
        Asked(
            "ground",
            "对什么有异议",
            "result",
            "choice",
            (("basics", "财产基本信息"), ("procedure", "程序"), ("standard", "标准"), ("method", "方法"), ("result", "结果")),
        ),
        Asked("received", "收到报告日", "2026-09-21", "date"),
        Asked("filed", "提出异议日", "2026-09-28", "date"),
    ),
    {"admissible": "受理", "route": "怎么处理", "deadline": "最迟提出"},
    {"target": "appraisal"},
)
_TEXT = Trial(
    "notice_text_check",
    (Asked("text", "公告里的话", "本院不负责腾退，占有不明"),),
    {"publish_allowed": "可以发布", "forbidden_phrases": "不得写的话"},
    {"date": "2026-04-02", "asset": "real_estate"},
)
_WORK = (
    ("forced_vacating", "强制腾空"),
    ("make_notice", "制作拍卖公告"),
    ("set_reserve", "确定保留价"),
    ("sale_ruling", "制作成交裁定"),
    ("hand_over", "交付财产"),
)


def _outsourced(task: str) -> Trial:
    return Trial("task_gate", (Asked("task", "什么工作", task, "choice", _WORK),), {"allowed": "可以交给机构"}, {"actor": "agency"})


_PANEL = Trial(
    "publish_gate",
    tuple(
        flag(f"panel_record.{name}", f"合议了{label}", example)
        for name, label, example in (
            ("start_price", "起拍价", "yes"),
            ("reduction", "降价幅度", "yes"),
            ("increment", "加价幅度", "yes"),
            ("deposit", "保证金", "no"),
            ("preferential", "优先购买权人及顺位", "no"),
        )
    ),
    {"publish_allowed": "可以发布"},
)
_RELATIONS = (("none", "无关系"), ("debtor", "被执行人"), ("court_staff", "法院工作人员"), ("agency_staff", "辅助机构人员"))


def _bidder(relation: str, restricted: str) -> Trial:
    asked = (Asked("bidder.relation", "竞买人是", relation, "choice", _RELATIONS), flag("bidder.restricted_consumption", "被限制消费", restricted))
    return Trial("bidder_eligibility", asked, {"eligible": "可以竞买", "decision": "处理", "cites": "依据"}, {"asset": "house"})


def _kept(kind: str) -> Trial:
    told = {"keep_through": "保存至", "purge_allowed_from": "可以销毁起"}
    return Trial("retention", (Asked("event_end", "事情结束之日", "2024-02-29", "date"),), told, {"kind": kind})


def _announcement(round_no: int, channel: str) -> Trial:
    return Trial("check_announcement", (_ASSET, *_NOTICE), _ANNOUNCED, {"round": round_no, "channel": channel})


def _price(round_no: int, channel: str, *more: Asked, date: str | None = None) -> Trial:
    fixed = {"round": round_no, "channel": channel, **({"date": date} if date else {})}
    return Trial("price_floor", (_APPRAISAL, *more), _FLOOR, fixed)


_ROWS: Mapping[str, Trial] = {
    "NA-08": _price(1, "online"),
    "NA-37": _price(2, "online", Asked("previous_start_price", "前次起拍价（元）", "700000.00")),
    "AS-02": _price(1, "offline"),
    "AS-02/2005": _price(1, "offline", date="2010-06-01"),
    "NA-10": _announcement(1, "online"),
    "NA-36": _announcement(2, "online"),
    "AS-06": _announcement(1, "offline"),
    "NA-35": Trial("round2_window", (_ASSET, Asked("round1_failed", "流拍日", "2026-04-02", "date")), _WINDOW),
    "NA-18": Trial("deposit_range", (_START,), _RANGE),
    "AS-08": Trial("deposit_range", (_APPRAISAL,), _RANGE, {"channel": "offline"}),
    "NA-20": Trial(
        "applicant_deposit",
        (Asked("deposit", "保证金（元）", "100000.00"), Asked("claim", "申请执行的债权（元）", "32000.00")),
        {"payable": "应交（元）"},
    ),
    "AS-03": Trial(
        "no_surplus",
        (Asked("reserve", "保留价（元）", "700000.00"), Asked("senior", "优先债权（元）", "690000.00"), Asked("cost", "执行费用（元）", "15000.00")),
        {"no_surplus": "没有剩余", "min_new_reserve": "保留价须高于（元）"},
    ),
    "NA-25": Trial(
        "extend",
        (Asked("scheduled_end", "原定结束", "2026-03-18T10:00", "moment"), Asked("bids.0", "最后出价", "2026-03-18T09:57", "moment")),
        {"end": "结束于"},
    ),
    "NA-46": _bidder("court_staff", "no"),
    "NA-54": _bidder("none", "yes"),
    "NA-52": Trial(
        "ruling_gate",
        (
            flag("price_fully_paid", "价款付清", "yes"),
            flag("qualified_at_registration", "报名时有购房资格", "yes"),
            flag("qualified_at_ruling", "裁定时有购房资格", "no"),
        ),
        {"ruling_allowed": "可以裁定"},
        {"asset": "house"},
    ),
    "RP-02": Trial(
        "pricing_method",
        (
            flag("agreement", "当事人议价一致", "no"),
            flag("official_price_exists", "有计税基准价、政府定价", "no"),
            flag("online_possible", "可以网络询价", "yes"),
            flag("appraisal_mandated", "法律规定必须评估", "no"),
        ),
        {"method": "采用"},
    ),
    "RP-13": Trial(
        "online_price",
        tuple(
            Asked(f"results.{no}.value", f"平台 {name}（元）", value)
            for no, (name, value) in enumerate((("甲", "108000.00"), ("乙", "113440.00"), ("丙", "102560.00")))
        ),
        {"reference_price": "参考价（元）"},
        {"results": [{"p": name, "on_time": True} for name in "甲乙丙"]},
    ),
    "RP-32": Trial(
        "price_still_usable",
        (
            Asked("method", "定价方式", "appraisal", "choice", _METHODS),
            Asked("valid_until", "有效期至", "2026-03-31", "date"),
            Asked("round1_notice", "一拍公告日", "2026-03-30", "date"),
            Asked("auction_opens.0", "开拍日", "2026-10-08", "date"),
        ),
        {"usable.0": "可以用", "last_usable_date": "最后可用日", "remedy": "否则", "remedy_days": "期限（日）"},
    ),
    "RP-26": _OBJECTION,
    "RP-27": _OBJECTION,
    "NA-33": Trial(
        "default_settlement",
        (
            Asked("deposit", "保证金（元）", "100000.00"),
            Asked("cost", "费用（元）", "8000.00"),
            Asked("first_price", "原成交价（元）", "1000000.00"),
            Asked("second_price", "重新拍卖成交价（元）", "880000.00"),
        ),
        {"cost": "先付费用（元）", "gap": "再补差价（元）", "open_gap": "仍差（元）", "case_debt": "冲抵本案债务（元）"},
    ),
    "BM-08": Trial(
        "network_sale_default",
        (Asked("full_price_paid", "已交全款（元）", "112000.00"), Asked("announced_deposit", "公告的保证金（元）", "11200.00")),
        {"forfeited": "不予退还（元）", "returned": "退还（元）"},
    ),
    "AS-26": Trial("commission_cap", (Asked("price.0", "成交价（元）", "595000.00"),), {"cap.0": "佣金上限（元）"}, {"channel": "offline"}),
    "EX-13": Trial(
        "seizure_expiry",
        (_ASSET, Asked("seized_on", "查封之日", "2026-02-10", "date")),
        {"expires_on": "届满", "renew_by": "续封不晚于", "applicant_asks_by": "申请不晚于"},
    ),
    "EX-22": Trial(
        "senior_lien_transfer",
        (Asked("first_seizure", "首封之日", "2026-01-10", "date"), Asked("ask_dates.0", "商请之日", "2026-03-11", "date")),
        {"allowed.0": "可以商请", "may_ask_from": "最早"},
    ),
    "EX-16": Trial(
        "six_month_limit",
        (Asked("application_received", "收到申请日", "2026-01-15", "date"), Asked("excluded_days.appraisal", "评估扣除（日）", "30", "number")),
        {"applicant_may_go_up_after": "此日之后可以申请", "counted": "怎么算的"},
    ),
    "CP-04": _sanction("individual", Asked("items.0.fine", "罚款（元）", "120000.00")),
    "CP-05": _sanction("individual", Asked("items.0.detention_days", "拘留（日）", "16", "number")),
    "CP-12": _sanction("unit", Asked("items.0.fine", "罚款（元）", "49999.99")),
    "CR-02": Trial(
        "referral_gate",
        (
            Asked("act_date", "行为日", "2024-12-01", "date"),
            flag("able", "有能力履行", "yes"),
            flag("refuses_to_vacate", "拒不迁出", "yes"),
            flag("prior_fine_or_detention", "已罚款或拘留", "no"),
        ),
        {"refer": "可以移送"},
    ),
    "VC-09": Trial(
        "tenant_status",
        (
            Asked("lease_signed", "租约签订日", "2021-05-20", "date"),
            Asked("possession", "占有之日", "2021-06-01", "date"),
            Asked("seizure", "查封之日", "2025-08-12", "date"),
            flag("rent_paid", "已付租金", "yes"),
        ),
        {"tenant_keeps_possession": "承租人继续占有"},
        {"date": "2026-04-02", "claim": "ordinary"},
    ),
    "VC-15": Trial(
        "grace_period",
        (Asked("date", "哪一日", "2020-12-31", "date"),),
        {"statutory_grace_months": "法定宽限（月）", "note": "说明"},
        {"case": "mortgaged_home"},
    ),
    "CP-16": _outsourced("forced_vacating"),
    "NA-04": _outsourced("make_notice"),
    "AUX-01": _outsourced("set_reserve"),
    "NA-39": _PANEL,
    "NA-11": _TEXT,
    "CL-01": _TEXT,
    "VC-03": _TEXT,
    "VC-05": _TEXT,
    "PI-02": Trial(
        "mask",
        (Asked("fields.name", "姓名", "邓永祥"), Asked("fields.id_number", "身份证号", "440100196805030536")),
        {"fields.name": "公开为", "fields.id_number": "身份证号公开为"},
        {"doc": "judgment", "case_type": "family"},
    ),
    "ZB-02": Trial(
        "zhongben_gate",
        (Asked("filed", "立案日", "2025-12-01", "date"), Asked("ruling", "裁定日", "2026-02-20", "date"), flag("applicant_signed", "申请执行人签字", "yes")),
        {"allowed": "可以终本", "earliest": "最早"},
        {"checks": dict.fromkeys(("notice_issued", "report_ordered", "spending_limit", "search_exhausted", "interview"), True)},
    ),
    "RT-01": _kept("auction_platform"),
    "NA-42": _kept("auction_platform"),
    "RT-02": _kept("inquiry_platform"),
    "RT-03": _kept("appraisal"),
    "RT-04": _kept("auction_house"),
    "PI-14": _kept("impact_assessment"),
}

TRIALS: Mapping[str, Trial] = {**PERIODS, **_ROWS, **CASES}
"""By rule."""

UNTRIED: Mapping[str, str] = {
    **dict.fromkeys(("RP-03", "AS-14", "PI-07", "ZB-05"), "是应当逐项记明的事项，在相应文书中核对，没有可以试算的数"),
    **dict.fromkeys(("NA-12", "NA-13", "CL-02", "CL-03"), "各项在方案编辑的实时核对中逐项检查"),
    "RP-16": "三家机构及其顺序在委托评估中确定，没有可以试算的数",
    "BM-06": "是否交足全款由变卖公告和平台核验，没有可以试算的数",
    "DIR-05": "平台名录有有效期间，由管理员维护",
}
"""Rules with a number that are applied, and why nothing can be tried on their page."""
