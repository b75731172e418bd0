"""Two regimes side by side and in time (law.md §4.3, §14): which number applies to a channel on a day, and the rule that says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from app.kernel.errors import Invalid
from app.law.subjects import AssetKind, Channel

ONLINE_SINCE = date(2017, 1, 1)
AMENDED_ON = date(2021, 1, 1)
OFFLINE_SINCE = date(2005, 1, 1)


class Subject(StrEnum):
    """What the two regimes number differently."""

    ANNOUNCEMENT = "announcement"
    LATER_ANNOUNCEMENT = "later_announcement"
    FIRST_PRICE = "first_price"
    CUT = "cut"
    REAUCTION = "reauction"
    ROUNDS = "rounds"
    DEPOSIT = "deposit"
    APPLICANT_DEPOSIT = "applicant_deposit"
    REFUND = "refund"
    NOTICE_TO_PERSONS = "notice_to_persons"
    TIE = "tie"
    RESUME = "resume"
    DEFAULT = "default"
    COMMISSION = "commission"


class Tie(StrEnum):
    """What decides between preferential buyers at one price."""

    RANK = "rank"
    EARLIER_BID = "earlier_bid"
    DRAW_LOTS = "draw_lots"


@dataclass(frozen=True)
class Regime:
    """The numbers of one channel in one time. Days are calendar days; shares are of the price named in the rule."""

    channel: Channel
    effective_from: date
    effective_to: date | None
    first_notice_days: tuple[int, int]
    later_notice_days: tuple[int, int]
    first_price_share: Fraction
    first_price_is_exact: bool
    kept_share: Fraction
    reauction_days: int
    rounds: tuple[int, int]
    deposit_min: Fraction
    deposit_max: Fraction | None
    refund_hours: int | None
    refund_days: int | None
    notice_to_persons_days: int
    notice_counts_to: str
    equal_rank: Tie
    resume_days: int
    rules: Mapping[Subject, str]

    def notice_days(self, asset: AssetKind, auction_round: int) -> int:
        """Days between announcement and opening."""
        pair = self.first_notice_days if auction_round == 1 else self.later_notice_days
        return pair[0 if asset.is_movable else 1]

    def notice_rule(self, auction_round: int) -> str:
        """The rule of notice_days."""
        return self.rules[Subject.ANNOUNCEMENT if auction_round == 1 else Subject.LATER_ANNOUNCEMENT]

    def round_limit(self, asset: AssetKind) -> int:
        """Rounds of auction before a sale (变卖) or the thing's return."""
        return self.rounds[0 if asset.is_movable else 1]


ONLINE = Regime(
    channel=Channel.ONLINE,
    effective_from=ONLINE_SINCE,
    effective_to=None,
    first_notice_days=(15, 30),
    later_notice_days=(7, 15),
    first_price_share=Fraction(70, 100),
    first_price_is_exact=False,
    kept_share=Fraction(80, 100),
    reauction_days=30,
    rounds=(2, 2),
    deposit_min=Fraction(5, 100),
    deposit_max=Fraction(20, 100),
    refund_hours=24,
    refund_days=None,
    notice_to_persons_days=3,
    notice_counts_to="announcement",
    equal_rank=Tie.EARLIER_BID,
    resume_days=5,
    rules={
        Subject.ANNOUNCEMENT: "NA-10",
        Subject.LATER_ANNOUNCEMENT: "NA-36",
        Subject.FIRST_PRICE: "NA-08",
        Subject.CUT: "NA-37",
        Subject.REAUCTION: "NA-35",
        Subject.ROUNDS: "NA-38",
        Subject.DEPOSIT: "NA-18",
        Subject.APPLICANT_DEPOSIT: "NA-20",
        Subject.REFUND: "NA-30",
        Subject.NOTICE_TO_PERSONS: "NA-15",
        Subject.TIE: "NA-27",
        Subject.RESUME: "NA-41",
        Subject.DEFAULT: "NA-33",
        Subject.COMMISSION: "AUX-02",
    },
)
OFFLINE = Regime(
    channel=Channel.OFFLINE,
    effective_from=AMENDED_ON,
    effective_to=None,
    first_notice_days=(7, 15),
    later_notice_days=(7, 15),
    first_price_share=Fraction(1),
    first_price_is_exact=True,
    kept_share=Fraction(80, 100),
    reauction_days=60,
    rounds=(2, 3),
    deposit_min=Fraction(5, 100),
    deposit_max=None,
    refund_hours=None,
    refund_days=3,
    notice_to_persons_days=5,
    notice_counts_to="auction",
    equal_rank=Tie.DRAW_LOTS,
    resume_days=15,
    rules={
        Subject.ANNOUNCEMENT: "AS-06",
        Subject.LATER_ANNOUNCEMENT: "AS-06",
        Subject.FIRST_PRICE: "AS-02",
        Subject.CUT: "AS-02",
        Subject.REAUCTION: "AS-19",
        Subject.ROUNDS: "AS-21",
        Subject.DEPOSIT: "AS-08",
        Subject.APPLICANT_DEPOSIT: "AS-08",
        Subject.REFUND: "AS-09",
        Subject.NOTICE_TO_PERSONS: "AS-10",
        Subject.TIE: "AS-11",
        Subject.RESUME: "AS-15",
        Subject.DEFAULT: "AS-18",
        Subject.COMMISSION: "AS-26",
    },
)
OFFLINE_2005 = replace(
    OFFLINE,
    effective_from=OFFLINE_SINCE,
    effective_to=date(2020, 12, 31),
    first_price_share=Fraction(80, 100),
    first_price_is_exact=False,
    rules={**OFFLINE.rules, Subject.FIRST_PRICE: "AS-02/2005"},
)
REGIMES: tuple[Regime, ...] = (ONLINE, OFFLINE, OFFLINE_2005)


def regime_on(channel: Channel, day: date | None) -> Regime:
    """The numbers of a channel on a day (None: today's law). Before 2017 online auctions followed the rules of 2005; before 2005 there is none here."""
    if day is None or day >= ONLINE_SINCE:
        return ONLINE if channel is Channel.ONLINE else _offline_on(day)
    return _offline_on(day)


def _offline_on(day: date | None) -> Regime:
    if day is None or day >= AMENDED_ON:
        return OFFLINE
    if day < OFFLINE_SINCE:
        raise Invalid("2005-01-01 以前的拍卖规则未收录，系统不作推测", field="date")
    return OFFLINE_2005


@dataclass(frozen=True, slots=True)
class Conflict:
    """One line of the conflict table, in words for people: what the online text says and what the commissioned one says."""

    subject: Subject
    title: str
    online: str
    offline: str

    @property
    def rules(self) -> tuple[str, str]:
        """The two rules, online first."""
        return ONLINE.rules[self.subject], OFFLINE.rules[self.subject]


CONFLICTS: tuple[Conflict, ...] = (
    Conflict(Subject.ANNOUNCEMENT, "一拍公告期（动产／不动产或其他财产权）", "15 日／30 日", "7 日／15 日"),
    Conflict(Subject.LATER_ANNOUNCEMENT, "再次拍卖公告期", "7 日／15 日", "7 日／15 日"),
    Conflict(Subject.FIRST_PRICE, "一拍起拍价（保留价）", "不低于评估价或市价的 70%", "评估价即为保留价"),
    Conflict(Subject.CUT, "再次拍卖降价幅度", "不超过前次起拍价的 20%", "不超过前次保留价的 20%"),
    Conflict(Subject.REAUCTION, "流拍后再次拍卖", "30 日内", "60 日内"),
    Conflict(Subject.ROUNDS, "变卖前的拍卖次数", "2 次", "动产 2 次；不动产或其他财产权 3 次"),
    Conflict(Subject.DEPOSIT, "保证金", "起拍价的 5% 至 20%", "不少于评估价或市价的 5%"),
    Conflict(Subject.APPLICANT_DEPOSIT, "申请执行人的保证金", "不交；债权额小于保证金的交差额", "不交"),
    Conflict(Subject.REFUND, "退还保证金", "竞价结束后 24 小时内", "拍卖结束后 3 日内"),
    Conflict(Subject.NOTICE_TO_PERSONS, "通知当事人和优先购买权人", "公告发布 3 日前", "拍卖 5 日前"),
    Conflict(Subject.TIE, "同顺位优先购买权人出价相同", "出价在先的买受", "抽签决定"),
    Conflict(Subject.RESUME, "中止原因消失后恢复", "5 日内", "15 日内"),
    Conflict(Subject.DEFAULT, "悔拍", "保证金全部不退", "保证金抵扣，余款退还，不足补交"),
    Conflict(Subject.COMMISSION, "佣金", "买受人不交", "按成交价分段累进收取"),
)
