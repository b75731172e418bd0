"""Service of papers 送达: what each way asks for, whether an attempt stands, from which day it counts (民诉法 87–95, 解释 130–138; AUX-08, NA-16, RP-25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.workdays import Calendar
from app.law.findings import Finding, Severity
from app.law.periods import days_after
from app.law.rulebook import finding


class Way(StrEnum):
    """How a paper reaches somebody; the value is the word of the return."""

    DIRECT = "直接送达"
    LEFT = "留置送达"
    POST = "邮寄送达"
    ELECTRONIC = "电子送达"
    PUBLIC = "公告送达"
    PLATFORM = "平台公示"
    DISCLOSURE = "公开网公示"
    DELEGATED = "委托送达"
    NOTARY = "公证协助送达"


class Result(StrEnum):
    """What came of an attempt."""

    RECEIVED = "签收"
    REFUSED = "拒收"
    ABSENT = "无人"
    RETURNED = "退回"
    SENT = "已发出"


class Relation(StrEnum):
    """Who signed, to the recipient."""

    SELF = "本人"
    FAMILY = "同住成年家属"
    HEAD = "法定代表人、负责人"
    OFFICE = "单位负责收件的人"
    AGENT = "诉讼代理人"
    NAMED = "指定代收人"


class Outcome(StrEnum):
    """Where an attempt leaves the service. COUNTING: a notice whose days run; UNDER_WAY: sent, no answer yet."""

    SERVED = "served"
    DEEMED = "deemed"
    COUNTING = "counting"
    UNDER_WAY = "under_way"
    FAILED = "failed"


NOTICES: dict[Way, tuple[int, str]] = {Way.PUBLIC: (30, "AUX-08"), Way.PLATFORM: (5, "NA-16"), Way.DISCLOSURE: (15, "RP-25")}
"""Days of a notice and the rule they come from."""
PUBLIC_PLACES = {Way.PLATFORM: "网络司法拍卖平台", Way.DISCLOSURE: "中国执行信息公开网"}
ANSWERS: dict[Way, tuple[Result, ...]] = {
    Way.DIRECT: (Result.RECEIVED, Result.REFUSED, Result.ABSENT),
    Way.LEFT: (Result.REFUSED,),
    Way.POST: (Result.SENT, Result.RECEIVED, Result.REFUSED, Result.RETURNED),
    Way.ELECTRONIC: (Result.RECEIVED, Result.RETURNED),
    Way.DELEGATED: (Result.SENT, Result.RECEIVED, Result.RETURNED),
    Way.NOTARY: (Result.RECEIVED, Result.REFUSED, Result.ABSENT),
    **dict.fromkeys(NOTICES, (Result.SENT,)),
}


@dataclass(frozen=True)
class Attempt:
    """What was done. `on` is the day of receipt, of arrival, of the notice, or of the try; `pictures` counts photos and videos."""

    way: Way
    result: Result
    on: date
    servers: tuple[str, ...]
    place: str = ""
    receiver: str = ""
    relation: Relation | None = None
    adult: bool = False
    note: str = ""
    witness: str = ""
    pictures: int = 0
    at_court: bool = False
    postal_no: str = ""
    address_confirmed: bool = False
    channel: str = ""
    consent: str = ""
    notary_no: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Standing:
    """What the law makes of an attempt: the day it takes effect (None: not yet), how that was counted, what is wrong or wanting."""

    outcome: Outcome
    effective_on: date | None
    counted: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def stand(attempt: Attempt, calendar: Calendar, today: date, *, natural: bool = True) -> Standing:
    """Judge an attempt. A breach among the findings means that it cannot be kept as told: a fact is missing or the way was not open."""
    wrong = tuple(_wanting(attempt, natural))
    if any(each.severity is Severity.BREACH for each in wrong):
        return Standing(Outcome.FAILED, None, (), wrong)
    if attempt.way in NOTICES:
        return _noticed(attempt, calendar, today)
    if attempt.result is Result.SENT:
        return Standing(Outcome.UNDER_WAY, None, (f"{attempt.on.isoformat()} 发出，以签收、退回之日为准",))
    return _answered(attempt)


def deemed_on(way: Way, published_on: date, calendar: Calendar) -> tuple[date, tuple[str, ...]]:
    """The day on which a notice counts as received: the days have passed in full; a term of effect does not roll (CNT-13)."""
    days, _ = NOTICES[way]
    counted = days_after(published_on, days, calendar, rolls=False)
    return counted.due_on, (f"{published_on.isoformat()} 发布，当日不计", f"公示满 {days} 日：{counted.due_on.isoformat()}")


def _noticed(attempt: Attempt, calendar: Calendar, today: date) -> Standing:
    day, steps = deemed_on(attempt.way, attempt.on, calendar)
    return Standing(Outcome.DEEMED if day <= today else Outcome.COUNTING, day, steps)


def _answered(attempt: Attempt) -> Standing:
    said = f"{attempt.on.isoformat()} "
    match attempt.way, attempt.result:
        case _, Result.RECEIVED:
            word = "到达受送达人系统" if attempt.way is Way.ELECTRONIC else "签收"
            return Standing(Outcome.SERVED, attempt.on, (said + word,))
        case Way.LEFT, _:
            word = "到院拒签，审判人员注明" if attempt.at_court else "拒收，留置于住所"
            return Standing(Outcome.DEEMED, attempt.on, (said + word,))
        case Way.NOTARY, Result.REFUSED:
            return Standing(Outcome.DEEMED, attempt.on, (f"{said}拒收，公证记录送达过程，留置于住所",))
        case Way.POST, Result.REFUSED | Result.RETURNED if attempt.address_confirmed:
            return Standing(Outcome.DEEMED, attempt.on, (f"{said}按确认的送达地址退回，退回之日视为送达",))
        case _:
            return Standing(Outcome.FAILED, None, (f"{said}{attempt.result}",))


def _wanting(each: Attempt, natural: bool) -> Iterator[Finding]:
    if each.result not in ANSWERS[each.way]:
        yield _miss(f"{each.way}没有“{each.result}”这种结果", "result")
    if len({name for name in each.servers if name.strip()}) < 2:
        yield _miss("送达人应为两人", "second")
    if each.result is Result.RECEIVED and each.way is not Way.ELECTRONIC:
        yield from _receiver(each, natural)
    yield from _of_way(each)


def _receiver(each: Attempt, natural: bool) -> Iterator[Finding]:
    if not each.receiver.strip() or each.relation is None:
        yield _miss("写明签收人和与受送达人的关系", "receiver")
    if each.relation is Relation.FAMILY and not natural:
        yield _miss("单位的文书由法定代表人、负责人或者负责收件的人签收", "relation")
    if each.relation is Relation.FAMILY and not each.adult:
        yield _miss("代收的家属须与受送达人同住并且成年", "adult")


def _of_way(each: Attempt) -> Iterator[Finding]:
    match each.way:
        case Way.LEFT:
            yield from _left(each)
        case Way.DIRECT | Way.NOTARY if not each.place.strip():
            yield _miss("写明送达地点", "place")
        case Way.NOTARY if not each.notary_no.strip():
            yield _miss("写明公证书编号", "notary_no")
        case Way.POST if not each.postal_no.strip():
            yield _miss("写明邮件编号", "postal_no")
        case Way.ELECTRONIC:
            if not each.consent.strip():
                yield _miss("受送达人未同意电子送达，不能用这种方式", "consent", "民诉法第90条")
            if not each.channel.strip():
                yield _miss("写明电子送达渠道", "channel")
        case Way.DELEGATED if not each.place.strip():
            yield _miss("写明受托法院", "place")
        case Way.PUBLIC if not each.ground.strip():
            yield _miss("公告送达须写明下落不明或者其他方式无法送达的原因", "ground", "民诉法第95条")
        case Way.PLATFORM | Way.DISCLOSURE if not each.ground.strip():
            yield _miss("写明无法通知的理由", "ground")
        case _:
            pass


def _left(each: Attempt) -> Iterator[Finding]:
    if not each.note.strip():
        yield _miss("写明拒收情况", "note")
    if each.at_court:
        return
    if not each.place.strip():
        yield _miss("写明留置的住所", "place")
    if not each.witness.strip() and not each.pictures:
        yield _miss("见证人和照片不全，不能作留置送达", "witness", "民诉法第89条")


def _miss(message: str, field: str, article: str = "") -> Finding:
    said = f"{message}；{article}" if article else message
    return finding("AUX-08", found="", required=message, message=said, field=field, severity=Severity.BREACH)
