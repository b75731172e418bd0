"""Rules of viewings: what an answer may not say, what is kept of a visitor, how often a stranger may ask, when a guide is reminded. Pure."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from app.kernel.clock import at_shanghai, day_of
from app.kernel.errors import Invalid, Refusal
from app.law.findings import Severity
from app.law.personal_data import find_personal
from app.law.phrases import scan

CHANNELS = {"phone": "电话", "web": "网页", "visit": "现场"}
SOURCES = ("公告", "调查表", "法官答复")
JUDGE_SAID = "法官答复"
REPLY_DAYS = 2
MOST_PEOPLE = 5
MOST_CAPACITY = 50
ADDRESS_LIMIT, PAGE_LIMIT = 10, 60
WINDOW, LOCK = timedelta(minutes=10), timedelta(minutes=15)
REMIND_HOUR = 9
_VALUE = re.compile(r"便宜|划算|捡漏|升值|保值|值得买|打折|折扣|还能再降|稳赚|底价|其他(?:人|竞买人)出价|内部价")
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}")
_CALLED = re.compile(r"[\u4e00-\u9fffA-Za-z·]{1,10}")
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class TooMany(Refusal):
    """Too many requests from one address, or to one page (M-55)."""

    code = "throttled"
    status = 429

    def __init__(self, minutes: int) -> None:
        super().__init__(f"操作太频繁：{minutes} 分钟后再试，或打电话预约")


def check_not_too_many(count: int, since_at: datetime, limit: int, now: datetime) -> None:
    """Refuse when a window's requests have used up the limit, until the rest is over."""
    if count >= limit and now < since_at + LOCK:
        raise TooMany(max(1, -(-int((since_at + LOCK - now).total_seconds()) // 60)))


def window_open(count: int, since_at: datetime, limit: int, now: datetime) -> bool:
    """Does a request now still belong to the window that began at since_at?"""
    return now - since_at < (LOCK if count >= limit else WINDOW)


def check_called(called: str) -> str:
    """How a visitor wants to be called, 陈先生; no number, no full particulars."""
    if not _CALLED.fullmatch(called.strip()):
        raise Invalid("写称呼，如 陈先生，不超过 10 个字；不收证件号", field="called")
    return called.strip()


def check_phone(phone: str) -> str:
    """The digits of a phone; only its last four are kept."""
    bare = re.sub(r"[\s ]", "", phone)
    if not _PHONE.fullmatch(bare):
        raise Invalid("应为手机号或带区号的座机号", field="phone")
    return bare.replace("-", "")


def check_answer(text: str, source: str) -> str:
    """An answer rests on a source and says what was published: nothing on value or bargain, no personal number, no forbidden phrase."""
    answer = text.strip()
    if not 2 <= len(answer) <= 1000:
        raise Invalid("答复应为 2 至 1000 字", field="answer")
    if source not in SOURCES:
        raise Invalid("写明依据：公告、调查表或法官答复；超出公示材料的转法官", field="source")
    if found := _VALUE.search(answer):
        raise Invalid(f"答复含“{found.group()}”：只按公示材料回答，不评价价格、不承诺结果", field="answer")
    if numbers := find_personal(answer):
        raise Invalid(f"答复含{numbers[0].kind.label}：删除后再保存", field="answer")
    if hit := next((each for each in scan(answer) if each.finding.severity is Severity.BREACH), None):
        raise Invalid(f"答复含“{hit.found}”：{hit.finding.message}", field="answer")
    return answer


def check_question(text: str) -> str:
    """The question as it was asked, without a number that names somebody."""
    question = text.strip()
    if not 2 <= len(question) <= 500:
        raise Invalid("问题应为 2 至 500 字", field="body")
    if numbers := find_personal(question):
        raise Invalid(f"问题含{numbers[0].kind.label}：不记姓名和号码", field="body")
    return question


def remind_at(starts_at: datetime, now: datetime) -> datetime | None:
    """Nine o'clock of the day before in Shanghai; None when that is past."""
    eve = day_of(starts_at) - timedelta(days=1)
    at = at_shanghai(eve.year, eve.month, eve.day, REMIND_HOUR)
    return at if at > now else None


def new_page_code() -> str:
    """The end of a public address that nobody guesses (192 bits)."""
    return secrets.token_urlsafe(24)


def new_cancel_code() -> str:
    """Ten letters without look-alikes that cancel one booking (about 49 bits, asked under the throttle)."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))
