"""The forbidden phrases themselves, one row a phrase: words, variants, rule, effect, reason and remedy (papers.md §0.6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from re import Pattern

from app.law.subjects import Channel


class Effect(StrEnum):
    """What finding the phrase does to publication."""

    STOP = "stop"
    WARNING = "warning"
    MANUAL = "manual"


class Regime(StrEnum):
    """Whose auctions the phrase is forbidden in: commissioned auctions may charge commission and refund within days (law.md §4.3)."""

    ALL = "all"
    ONLINE = "online"


class Scope(StrEnum):
    """How far around the phrase its excuse is looked for."""

    SENTENCE = "sentence"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class PhrasePattern:
    """One forbidden phrase. `words` matches folded text (folding.py); `excuse`, found within `scope`, makes the phrase lawful.

    `rule` is the rule that forbids it, in force for the phrase from `since` to `until` (both included, None = open); `citation` replaces the rule's own.
    """

    code: str
    title: str
    words: Pattern[str]
    rule: str
    effect: Effect
    why: str
    remedy: str
    since: date
    until: date | None = None
    regime: Regime = Regime.ONLINE
    excuse: Pattern[str] | None = None
    scope: Scope = Scope.SENTENCE
    citation: str = ""

    def applies(self, on: date, channel: Channel) -> bool:
        """Is the phrase forbidden in this channel on this day?"""
        timely = self.since <= on and (self.until is None or on <= self.until)
        return timely and (self.regime is Regime.ALL or channel is Channel.ONLINE)


_IN = r"[^。；;！!？?]"
_PLAIN = r"(?:(?!不|未|无|免)[^。；;！!？?，,])"
_BUYER = r"(?:买受人|竞买人|竞得人|受买人|买家)"
_COURT = r"(?:人民法院|拍卖法院|执行法院|法院|本院)"
_NOT_LIABLE = r"(?:不予?|概不|均不|一律不|一概不)(?:负责|承担|协助)"
_VACATE = r"(?:腾退|清场|腾空|清退|腾房)"
_DELIVER = r"(?:腾退|清场|腾空|清退|腾房|交付|移交|交接)(?!之?[前后时日])"
_PAY = r"(?:承担|负担|缴纳|交纳|支付|结清|付清)"
_NUMBER = r"[一二两三四五六七八九十\d]{1,4}"
_DAYS = r"(?<![月\d一二三四五六七八九十])(?:[二两三四五六七八九十]|[2-9]|十[一-九]|\d\d)(?:日|天)(?:内|后|之内|以内)"
_LATE = rf"(?:(?<![月\d]){_NUMBER}个?工作日|{_DAYS})"
_TAXES = r"(?:增值税|契税|个人所得税|土地增值税|印花税|企业所得税)"

_ONLINE_LAW = date(2017, 1, 1)
_SPC_2024 = date(2024, 10, 29)
_SPC_2019 = date(2019, 12, 16)

_NO_VACATING = re.compile(
    rf"{_NOT_LIABLE}{_PLAIN}{{0,10}}?{_DELIVER}|不予{_VACATE}"
    rf"|{_DELIVER}{_IN}{{0,12}}?{_COURT}?(?:概|均|一律)?不予?(?:负责|承担)"
    rf"|{_BUYER}(?:应当?|须|需|必须)?(?:自行|自己|自负|负责|自行负责){_PLAIN}{{0,8}}?{_VACATE}"
    rf"|{_VACATE}{_PLAIN}{{0,10}}?由{_BUYER}(?:自行)?(?:负责|承担|解决|处理)"
)

PATTERNS: tuple[PhrasePattern, ...] = (
    PhrasePattern(
        "no_vacating",
        "不负责腾退",
        _NO_VACATING,
        "VC-03",
        Effect.STOP,
        "腾退交付是法院的职责，除非写明依法不腾退的理由",
        "写明由本院腾退及计划日期，或写明带租移交及依据",
        _SPC_2024,
        regime=Regime.ALL,
    ),
    PhrasePattern(
        "no_vacating_2019",
        "不负责腾退（2019年意见）",
        _NO_VACATING,
        "VC-16",
        Effect.WARNING,
        "2019年意见要求法院负责腾退交付，原文待核",
        "写明由本院腾退及计划日期",
        _SPC_2019,
        date(2024, 10, 28),
        regime=Regime.ALL,
    ),
    PhrasePattern(
        "possession_unknown",
        "占有不明",
        re.compile(r"(?:占有|占用|居住|使用)(?:使用)?(?:人|情况|状况|现状|关系|人情况)?(?:不明确?|不详|未知|不清楚?|待查|无法查明)|他人(?:占有|占用)"),
        "VC-05",
        Effect.STOP,
        "占有情况必须查明并写明",
        "写明占有人、根据、租金和期限",
        _SPC_2024,
        regime=Regime.ALL,
    ),
    PhrasePattern(
        "no_investigation",
        "以现状为准不作调查",
        re.compile(r"(?:不(?:再|予)?(?:作|做|进行|负责|承担)|免除|免予|免于)(?:任何|实地|现场|另行|的)*(?:调查|勘查|勘验|核查|查证)(?:义务|责任)?"),
        "VC-06",
        Effect.STOP,
        "以现状拍卖不免除法院的调查职责",
        "删去该句，并从现场调查引用现状",
        _SPC_2024,
        regime=Regime.ALL,
    ),
    PhrasePattern(
        "all_taxes_on_buyer",
        "一切税费由买受人承担",
        re.compile(
            rf"包税|(?:一切|所有(?!权|人)|全部|各项|各种|任何){_IN}{{0,25}}?税{_IN}{{0,30}}?由{_BUYER}{_PLAIN}{{0,6}}?{_PAY}"
            rf"|税{_IN}{{0,25}}?(?:均|全部|一律|概)由?{_BUYER}{_PLAIN}{{0,6}}?{_PAY}"
            rf"|(?:过户|办证){_PLAIN}{{0,12}}?(?:全部|所有|一切)(?:的)?费用{_PLAIN}{{0,10}}?由{_BUYER}"
        ),
        "NA-43",
        Effect.MANUAL,
        "税费依法由相应主体承担，法律没有规定或者规定不明的才由法院确定",
        "逐项写明税种和法定承担人；确需另定的由合议庭写明理由",
        _ONLINE_LAW,
    ),
    PhrasePattern(
        "ask_taxes_yourself",
        "税费自行咨询",
        re.compile(
            rf"税费?{_IN}{{0,20}}?自行(?:向[^，,。；;]{{0,12}})?(?:咨询|了解|查询|核实)|自行(?:向[^，,。；;]{{0,12}})?(?:咨询|了解|查询|核实){_PLAIN}{{0,12}}?税"
        ),
        "NA-12",
        Effect.STOP,
        "只让竞买人自行咨询，没有写明税种、税率和承担人",
        "写明可能产生的税费项目、税率和法定承担人",
        _ONLINE_LAW,
        excuse=re.compile(rf"\A(?=.*{_TAXES})(?=.*(?:承担|负担))", re.DOTALL),
        scope=Scope.TEXT,
    ),
    PhrasePattern(
        "arrears_on_buyer",
        "欠费由买受人承担",
        re.compile(rf"(?:欠费|欠缴|拖欠|欠付|欠款){_IN}{{0,25}}?由{_BUYER}{_PLAIN}{{0,6}}?{_PAY}"),
        "NA-11",
        Effect.WARNING,
        "欠费没有写明费种、金额和截止日，水、电、物业费的承担依法不同",
        "逐项写明费种、金额、截止日、来源和承担人，并写理由",
        _ONLINE_LAW,
        excuse=re.compile(r"\A(?=.*\d元)(?=.*截至)(?=.*(?:物业|水费|电费|燃气|供暖|管理费))", re.DOTALL),
    ),
    PhrasePattern(
        "defect_disclaimer",
        "不承担瑕疵担保责任",
        re.compile(r"(?:不予?|概不|均不)(?:承担|负责?)(?:任何|一切|所有|标的物?|拍卖物|财产|品质|质量|权利|及|和|、|的|其)*瑕疵(?:担保)?(?:责任|义务)?"),
        "NA-14",
        Effect.STOP,
        "声明须同时有公示、特别提示和已知瑕疵清单才有效",
        "列出已知瑕疵，并与公示和特别提示一并发布",
        _ONLINE_LAW,
        excuse=re.compile(r"\A(?=.*已知瑕疵)(?=.*公示)(?=.*特别提示)", re.DOTALL),
        scope=Scope.TEXT,
    ),
    PhrasePattern(
        "no_transfer_help",
        "过户不予协助",
        re.compile(
            rf"{_BUYER}自行办理{_IN}{{0,30}}?{_COURT}?(?:概|均)?不予?(?:协助|负责|配合)"
            rf"|{_COURT}(?:概|均)?不予?(?:负责|协助|配合){_PLAIN}{{0,6}}?(?:过户|登记|变更手续)"
            rf"|{_NOT_LIABLE}(?:办理)?(?:权属|产权)?(?:过户|转移登记|登记手续)"
        ),
        "NA-04",
        Effect.STOP,
        "出具协助执行通知书是法院的职责",
        "写明由本院出具成交裁定和协助执行通知书",
        _ONLINE_LAW,
    ),
    PhrasePattern(
        "minimum_bidders",
        "须两人以上方可开拍",
        re.compile(
            rf"{_NUMBER}(?:个|名|位)?(?:人|{_BUYER})?(?:及其?)?以上(?:的)?(?:{_BUYER})?(?:报名|参加|参与|参拍|出价|竞价|竞买){_IN}{{0,10}}?(?:方可|才可|方能|才能|始得|有效)"
            rf"|(?:少于|不足|不满|未满|未达到?)(?:{_NUMBER}|[×xX])(?:个|名|位)?(?:人|{_BUYER}){_IN}{{0,12}}?(?:不成交|流拍|不予?开拍|不得开拍|无效|取消|不进行)"
            r"|(?:只有|仅有|仅)(?:一|1)(?:个|名|位)?人(?:报名|出价|参加|竞买)[^。；;]{0,10}?(?:不成交|流拍|无效|取消)"
        ),
        "NA-09",
        Effect.STOP,
        "一人参加竞买、出价不低于起拍价的，拍卖成交",
        "删去人数限制",
        _ONLINE_LAW,
    ),
    PhrasePattern(
        "fee_on_buyer",
        "服务费由买受人交纳",
        re.compile(
            rf"(?:服务费|佣金|带看费|看样费|辅助费|辅助工作费|咨询费|代办费)(?:用)?{_PLAIN}{{0,16}}?(?:由|向){_BUYER}{_PLAIN}{{0,4}}?(?:{_PAY}|收取)"
            rf"|{_BUYER}{_PLAIN}{{0,14}}?{_PAY}{_PLAIN}{{0,12}}?(?:服务费|佣金|带看费|看样费|辅助费|辅助工作费|咨询费|代办费)"
            rf"|向{_BUYER}{_PLAIN}{{0,4}}?收取{_PLAIN}{{0,12}}?(?:服务费|佣金|带看费|看样费|辅助费|辅助工作费|咨询费|代办费)"
        ),
        "AUX-02",
        Effect.STOP,
        "辅助工作的必要费用由被执行人承担，网络司法拍卖不收佣金",
        "删去该句",
        _ONLINE_LAW,
        excuse=re.compile(r"(?:未|不|没有|不得|严禁|禁止)[^。；;]{0,30}?(?:收取|交纳|缴纳|支付|承担)"),
    ),
    PhrasePattern(
        "closed_bidders",
        "限定竞买人范围",
        re.compile(
            rf"(?:仅限|只限|限于|限定|仅由|仅供){_PLAIN}{{0,12}}?(?:本地|本市|本区|本省|当地|本村|指定|业主|居民|企业|员工|股东|会员){_PLAIN}{{0,8}}?(?:竞买|报名|参加|参与|参拍|购买)?"
            r"|(?:业主|本市居民|本地居民|本地企业|当地企业|指定企业)(?:方可|才可|方能|才能|始得)(?:竞买|报名|参加|参与|参拍|购买)"
            r"|非(?:本地|本市|本村|业主)[^。；;，,]{0,8}?(?:不得|不能|不可)(?:竞买|报名|参加|参与|参拍|购买)"
        ),
        "NA-44",
        Effect.MANUAL,
        "违法限制竞买人或者对同等条件的竞买人规定不平等条件，可能导致撤销拍卖",
        "写明限制的法律依据；没有依据的删去",
        _ONLINE_LAW,
        excuse=re.compile(r"(?:依照|依据|根据|按照)[^。；;]{0,30}?(?:法|条例|规定|第[一二三四五六七八九十百\d]+条)"),
    ),
    PhrasePattern(
        "extension_from_old_end",
        "自原结束时间顺延",
        re.compile(r"原(?:定|来)?(?:的)?(?:竞价|拍卖)?(?:结束|截止)(?:时间|时刻|时点)?(?:的基础上|基础上|起|后|往后|再)*(?:自动)?(?:顺延|延长|延后|推迟)"),
        "NA-25",
        Effect.STOP,
        "延时自该次出价的时点起算五分钟",
        "改为：结束前五分钟内有人出价的，自该次出价时点顺延五分钟",
        _ONLINE_LAW,
    ),
    PhrasePattern(
        "late_refund",
        "保证金逾期退还",
        re.compile(
            rf"保证金{_IN}{{0,25}}?{_LATE}{_IN}{{0,10}}?(?:退还|退回|返还|退款|解冻)"
            rf"|{_LATE}(?:(?!不)[^。；;！!？?，,]){{0,8}}?(?:退还|退回|返还|解冻)(?:(?!不)[^。；;！!？?，,]){{0,12}}?保证金"
            rf"|(?:退还|退回|返还){_PLAIN}{{0,6}}?保证金{_IN}{{0,12}}?{_NUMBER}个?工作日"
        ),
        "NA-30",
        Effect.STOP,
        "竞价结束后二十四小时内退还或者解冻",
        "改为竞价程序结束后二十四小时内",
        _ONLINE_LAW,
    ),
    PhrasePattern(
        "viewing_refused",
        "看样须先交保证金或不组织看样",
        re.compile(
            rf"看样{_PLAIN}{{0,12}}?先(?:行)?(?:交|缴|支付|付)(?:纳|付)?{_PLAIN}{{0,4}}?保证金"
            r"|(?:交|缴)(?:纳|付)?(?:竞买)?保证金(?:后|之后|的)[^。；;，,]{0,8}?看样"
            r"|不(?:予|再)?(?:组织|安排|提供|接受)(?:任何|实地|现场)*看样"
        ),
        "AUX-13",
        Effect.STOP,
        "任何竞买人都可以申请实地看样",
        "写明看样的时间和预约方式",
        _ONLINE_LAW,
    ),
    PhrasePattern(
        "priority_lost_unnotified",
        "优先购买权人未到视为放弃",
        re.compile(rf"优先购买权{_IN}{{0,20}}?(?:未到|未按时|未参加|未参与|不参加|不到场|逾期){_IN}{{0,16}}?视为放弃"),
        "NA-17",
        Effect.STOP,
        "只有经通知的优先购买权人不参加竞买才视为放弃",
        "写明通知的方式和日期，或改为：经通知未参加竞买的，视为放弃",
        _ONLINE_LAW,
        excuse=re.compile(r"(?:经|已|收到|依法|合法)(?:书面|公示)?通知|公示通知"),
    ),
    PhrasePattern(
        "deposit_confiscated",
        "保证金予以没收",
        re.compile(rf"保证金{_PLAIN}{{0,10}}?没收|没收{_PLAIN}{{0,8}}?保证金"),
        "NA-33",
        Effect.WARNING,
        "法定用语是不予退还，并依次用于四项",
        "改为：保证金不予退还，依次用于支付费用损失、弥补差价、冲抵本案债务和与拍卖财产相关的债务",
        _ONLINE_LAW,
        regime=Regime.ALL,
    ),
    PhrasePattern(
        "shortfall_certain",
        "悔拍须补足差价",
        re.compile(r"(?:补足|补交|补缴|追缴|补偿|赔偿|承担|追偿)[^。；;]{0,20}?(?:差价|价差)"),
        "NA-33",
        Effect.WARNING,
        "保证金不足以弥补的差价能否再追，网拍规定没有规定",
        "删去，或写明由本院依法决定",
        _ONLINE_LAW,
        excuse=re.compile(r"申请执行人|债权|以物抵债"),
    ),
    PhrasePattern(
        "unsupported_promise",
        "升值、学区、贷款、落户的承诺",
        re.compile(
            r"升值|学区房|(?:保证|包|享有|可享|属于?)[^。；;，,]{0,6}?学区|可以?(?:办理)?(?:银行|按揭|抵押)?贷款|(?:可|保证|能够?)(?:以)?(?:办理)?(?:入户|落户)"
        ),
        "NA-44",
        Effect.WARNING,
        "没有根据的说明可能使买受人产生重大误解，导致撤销拍卖",
        "删去；可贷款的附银行答复",
        _ONLINE_LAW,
        regime=Regime.ALL,
        excuse=re.compile(r"银行|联系|能否|是否"),
    ),
    PhrasePattern(
        "old_article",
        "引用旧条文号",
        re.compile(r"民事诉讼法[^。；;]{0,24}?第(?:二百四十四|244)条|第二百四十四条"),
        "AS-01",
        Effect.STOP,
        "第二百四十四条是2012年、2017年文本的条文号，现为第二百五十五条",
        "改引民事诉讼法第二百五十五条",
        date(2024, 1, 1),
        regime=Regime.ALL,
        citation="民诉法 第255条",
    ),
    PhrasePattern(
        "abolished_grace",
        "引用已废止的六个月宽限期",
        re.compile(r"法释[〔\[［(（【]?2005[〕\]］)）】]?(?:第)?14号|(?:六|6)个月的?(?:宽限|腾退宽限|搬迁宽限|搬迁期)|宽限期?(?:为|是|限)?(?:六|6)个月"),
        "VC-15",
        Effect.STOP,
        "法释〔2005〕14号自2021-01-01起废止",
        "删去该依据和宽限期",
        date(2021, 1, 1),
        regime=Regime.ALL,
    ),
)
