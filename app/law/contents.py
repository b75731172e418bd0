"""What each paper must contain (law.md §12), as data that plans, papers and checks share."""

from __future__ import annotations

from dataclasses import dataclass

from app.law.subjects import AssetKind

_ONLINE = "法释〔2016〕18号"
_PRICE = "法释〔2018〕15号"


@dataclass(frozen=True, slots=True)
class ContentItem:
    """One thing that a paper must say. `list_id` is CL-01 …; `rule` is the rule that demands the list; `citation` names the item's own place."""

    code: str
    title: str
    list_id: str
    rule: str
    citation: str


@dataclass(frozen=True, slots=True)
class ContentList:
    """All items of one paper, in the order of the law."""

    list_id: str
    title: str
    rule: str
    items: tuple[ContentItem, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The items' codes, in the order of the law."""
        return tuple(item.code for item in self.items)

    def missing(self, present: frozenset[str]) -> tuple[ContentItem, ...]:
        """Items whose code is not among those present."""
        return tuple(item for item in self.items if item.code not in present)


def _list(list_id: str, title: str, rule: str, citation: str, *items: tuple[str, str], numbered: bool = False) -> ContentList:
    rows = tuple(
        ContentItem(code, name, list_id, rule, f"{citation}第{_ORDINAL[place]}项" if numbered else citation) for place, (code, name) in enumerate(items)
    )
    return ContentList(list_id, title, rule, rows)


_ORDINAL = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一"]

AUCTION_NOTICE = _list(
    "CL-01",
    "拍卖公告",
    "NA-11",
    f"{_ONLINE} 第12条第2款",
    ("property", "拍卖财产"),
    ("price", "价格"),
    ("deposit", "保证金"),
    ("bidder_conditions", "竞买人条件"),
    ("known_defects", "拍卖财产已知瑕疵"),
    ("rights_duties", "相关权利义务"),
    ("liability", "法律责任"),
    ("time", "拍卖时间"),
    ("platform", "网络平台"),
    ("court", "拍卖法院"),
)
PUBLICATION = _list(
    "CL-02",
    "同日公示",
    "NA-12",
    f"{_ONLINE} 第13条",
    ("notice", "拍卖公告"),
    ("base_judgment", "执行所依据的法律文书"),
    ("appraisal_copy", "评估报告副本或者定价依据"),
    ("bidding_rules", "拍卖时间、起拍价以及竞价规则"),
    ("property_state", "权属、占有使用、附随义务等现状的文字说明、视频或者照片"),
    ("priority_holders", "优先购买权主体以及权利性质"),
    ("notified_persons", "通知或者无法通知当事人、已知优先购买权人的情况"),
    ("payment_accounts", "保证金、余款支付方式和账户"),
    ("taxes", "产权转移可能产生的税费及承担方式"),
    ("court_contact", "执行法院名称、联系、监督方式"),
    ("other", "其他应当公示的信息"),
    numbered=True,
)
SPECIAL_WARNINGS = _list(
    "CL-03",
    "特别提示",
    "NA-13",
    f"{_ONLINE} 第14条",
    ("capacity", "竞买人的行为能力和资格条件"),
    ("agent_confirmed", "委托他人竞买须在竞价开始前经法院确认"),
    ("defects_burdens", "已知瑕疵和权利负担"),
    ("as_is_viewing", "以实物现状为准，可以申请实地看样"),
    ("accepts_defects", "参加竞买视为完全了解并接受已知和未知瑕疵"),
    ("identity_published", "载明买受人真实身份的成交确认书将公示"),
    ("deposit_lost", "悔拍后保证金不予退还"),
    numbered=True,
)
HOUSE_NOTICE = _list(
    "CL-04",
    "房产拍卖另载",
    "NA-52",
    "法释〔2021〕18号 第2条",
    ("house_qualification", "购房资格要求及不具备资格的法律后果"),
    ("house_undertaking", "竞买人具备购房资格的承诺书"),
)
EQUITY_NOTICE = _list(
    "CL-05",
    "未缴足或未届期股权另载",
    "SP-01",
    "股权规定 第14条第2款",
    ("subscribed_capital", "认缴额"),
    ("paid_capital", "实缴额"),
    ("contribution_term", "出资期限"),
)
LEASE_NOTICE = _list(
    "VC-08",
    "带租、带居住权拍卖另载",
    "VC-08",
    "法〔2024〕238号",
    ("possession", "占有情况"),
    ("rent", "租金"),
    ("lease_term", "租期或者居住期"),
    ("occupants", "承租人或者居住权人"),
)
POSSESSION_NOTICE = _list("VC-05", "不动产拍卖另载", "VC-05", "法〔2024〕238号", ("possession", "占有情况"))
INQUIRY_LETTER = _list("CL-06", "询价函", "RP-05", f"{_PRICE} 第6条", ("requirement", "询价要求"), ("deadline", "完成期限"))
PRICE_ORDER = _list(
    "CL-07",
    "网络询价委托书、评估委托书",
    "RP-17",
    f"{_PRICE} 第10条、第17条",
    ("property_name", "财产名称"),
    ("physical_features", "物理特征"),
    ("quantity", "规格数量"),
    ("purpose", "目的要求"),
    ("deadline", "完成期限"),
    ("other", "其他需要明确的内容"),
)
INQUIRY_REPORT = _list(
    "CL-08",
    "网络询价报告",
    "RP-08",
    f"{_PRICE} 第11条",
    ("basics", "财产基本信息"),
    ("samples", "参照样本"),
    ("method", "计算方法"),
    ("result", "询价结果"),
    ("validity", "有效期"),
)
APPRAISAL_REPORT = _list(
    "CL-09",
    "评估报告",
    "RP-17",
    f"{_PRICE} 第17条",
    ("basics", "财产基本信息"),
    ("method", "评估方法"),
    ("standard", "评估标准"),
    ("result", "评估结果"),
    ("validity", "有效期"),
)
ASSET_REPORT_ORDER = _list(
    "CL-10",
    "报告财产令",
    "EX-05",
    "财产调查规定 第4条",
    ("deadline", "提交财产报告的期限"),
    ("scope_period", "报告财产的范围、期间"),
    ("supplement", "补充报告的条件及期间"),
    ("liability", "违反报告义务应承担的法律责任"),
    ("other", "人民法院认为有必要载明的其他事项"),
    ("form", "所附财产调查表"),
)
SEIZURE_RECORD = _list(
    "CL-11",
    "查封、扣押笔录",
    "AUX-09",
    "查封规定 第18条",
    ("start_end", "执行措施开始及完成的时间"),
    ("inventory", "财产的所在地、种类、数量"),
    ("keeper", "财产的保管人"),
    ("other", "其他应当记明的事项"),
    ("signatures", "执行人员及到场人员签名"),
)
CONSUMPTION_ORDER = _list(
    "CL-12",
    "限制消费令",
    "EX-29",
    "法释〔2015〕17号 第5条",
    ("period", "限制消费的期间"),
    ("items", "限制消费的项目"),
    ("consequence", "法律后果"),
    ("president_signature", "院长签发"),
)
TRANSFER_REQUEST = _list(
    "CL-13a",
    "商请移送执行函",
    "EX-22",
    "法释〔2016〕6号 第2条",
    ("senior_judgment", "确认优先债权的生效法律文书"),
    ("senior_facts", "优先债权及首先查封案件的情况"),
)
TRANSFER_LETTER = _list(
    "CL-13b",
    "移送执行函",
    "EX-22",
    "法释〔2016〕6号 第2条",
    ("property", "移送财产的情况"),
    ("first_claim", "首先查封债权的相关情况"),
)

LISTS: dict[str, ContentList] = {
    each.list_id: each
    for each in (
        AUCTION_NOTICE,
        PUBLICATION,
        SPECIAL_WARNINGS,
        HOUSE_NOTICE,
        EQUITY_NOTICE,
        LEASE_NOTICE,
        POSSESSION_NOTICE,
        INQUIRY_LETTER,
        PRICE_ORDER,
        INQUIRY_REPORT,
        APPRAISAL_REPORT,
        ASSET_REPORT_ORDER,
        SEIZURE_RECORD,
        CONSUMPTION_ORDER,
        TRANSFER_REQUEST,
        TRANSFER_LETTER,
    )
}


def announcement_lists(asset: AssetKind, *, leased: bool = False, capital_unpaid: bool = False) -> tuple[ContentList, ...]:
    """The lists that an auction of the asset publishes on the announcement day: the three general ones, then what the kind of asset adds."""
    adds = (
        (HOUSE_NOTICE, asset is AssetKind.HOUSE),
        (EQUITY_NOTICE, asset is AssetKind.EQUITY and capital_unpaid),
        (LEASE_NOTICE, leased),
        (POSSESSION_NOTICE, asset.is_real_estate and not leased),
    )
    return (AUCTION_NOTICE, PUBLICATION, SPECIAL_WARNINGS, *(each for each, wanted in adds if wanted))
