"""Verbs of seizures at work: open what is due to be renewed, close it, ask for the right to sell and answer, set the court's margins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.domains.assets.queries import first_seized_on, get_asset
from app.domains.assets.tables import Asset, Seizure
from app.domains.assets.types import Status
from app.domains.audit.service import record
from app.domains.cases.numbers import parse_number
from app.domains.courts.queries import get_court, load_calendar
from app.domains.courts.tables import Court
from app.domains.seizures.events import LienAnswered, LienAsked, RenewalDue, SeizureLapsed
from app.domains.seizures.permissions import ANSWER_LIEN, DECIDE_LIEN
from app.domains.seizures.queries import OVER, get_request, list_ending, margins_of, open_request_of, renewals_by_end
from app.domains.seizures.rules import MOST, check_margins
from app.domains.seizures.tables import LienRequest, Renewal
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import Actor
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.law.periods import days_after
from app.law.rulebook import cite
from app.law.seizure import SENIOR_LIEN_ANSWER_DAYS, senior_lien_may_ask, senior_lien_may_ask_from

LEAST_REASON = 4
RULE = "EX-22"


@dataclass(frozen=True)
class Letter:
    """商请移送执行函: by whom, on which judgment and lien (CL-13). direction: out (ours), in (another court's)."""

    direction: str
    other_court: str
    other_case: str
    lien: str
    letter_no: str
    asked_on: date


def open_due(w: Work) -> int:
    """Open or press every renewal whose margin is reached, and note what lapsed; each once. How many changed. For the tick."""
    ending = list_ending(w, w.today + timedelta(days=MOST))
    known = renewals_by_end(w, {seizure.id for seizure, _, _ in ending})
    return sum(_look(w, seizure, asset, court, known.get((seizure.id, seizure.expires_on))) for seizure, asset, court in ending)


def _look(w: Work, seizure: Seizure, asset: Asset, court: Court, row: Renewal | None) -> int:
    margins, left = margins_of(court), (seizure.expires_on - w.today).days
    if left < 0:
        return _lapse(w, seizure, asset, row)
    margin = margins.reached(seizure.expires_on, w.today)
    if margin is None or (row is not None and (row.state != "open" or row.margin <= margin)):
        return 0
    row = row or _opened(w, seizure, asset)
    row.margin = margin
    w.flush()
    words = f"{asset.code} 查封 {seizure.expires_on.isoformat()} 届满，余 {left} 日，待续封"
    record(w, "seizure.renewal_due", "seizure", seizure.id, words, case_id=seizure.case_id, authority=cite("EX-13"))
    of = (seizure.id, seizure.case_id, seizure.court_id, seizure.asset_id, seizure.expires_on, asset.title)
    w.emit(RenewalDue(*of, left, margin == margins.last))
    return 1


def _opened(w: Work, seizure: Seizure, asset: Asset) -> Renewal:
    of = {"court_id": seizure.court_id, "case_id": seizure.case_id, "asset_id": seizure.asset_id, "seizure_id": seizure.id}
    row = Renewal(**of, title=asset.title, expires_on=seizure.expires_on, margin=MOST, opened_on=w.today)
    w.session.add(row)
    return row


def _lapse(w: Work, seizure: Seizure, asset: Asset, row: Renewal | None) -> int:
    """It ended unrenewed; a seizure that had ended before anybody watched it is noted once too."""
    row = row or _opened(w, seizure, asset)
    row.state, row.closed_on, seizure.watched = "lapsed", w.today, False
    w.flush()
    words = f"{asset.code} 第 {seizure.rank} 顺位查封于 {seizure.expires_on.isoformat()} 届满失效"
    record(w, "seizure.lapsed", "seizure", seizure.id, words, case_id=seizure.case_id, authority=cite("EX-13"))
    of = (seizure.id, seizure.case_id, seizure.court_id, seizure.asset_id, seizure.expires_on, asset.title)
    w.emit(SeizureLapsed(*of, seizure.rank))
    return 1


def close_renewals(w: Work, *, seizure_id: str = "", asset_id: str = "", state: str = "done") -> int:
    """The seizure was renewed, or the thing went its way: the works end; what is dropped needs no new seizure either. For the house's steps."""
    of = select(Renewal).where(Renewal.state.in_(("open",) if state == "done" else ("open", "lapsed")))
    of = of.where(Renewal.seizure_id == seizure_id) if seizure_id else of.where(Renewal.asset_id == asset_id)
    rows = w.session.scalars(for_house(of)).all()
    for row in rows:
        row.state, row.closed_on = state, w.today
        record(w, "seizure.renewal_closed", "seizure", row.seizure_id, "续封事项办结" if state == "done" else "不再需要续封", case_id=row.case_id)
    return len(rows)


def ask_lien(w: Work, asset_id: str, letter: Letter, *, sale_notice: date | None) -> LienRequest:
    """Enter a letter, ours or another court's. More than 60 days since the first seizure without a sale notice; answer due in 15 days (EX-22).

    sale_notice: the day on which the first-seizing court announced a sale, None where it did not.
    """
    asset = get_asset(w, asset_id)
    _check_letter(w, asset, letter)
    _check_time(w, asset, letter.asked_on, sale_notice)
    answer_by = days_after(letter.asked_on, SENIOR_LIEN_ANSWER_DAYS, load_calendar(w.session)).due_on
    plain = {**vars(letter), "other_case": str(parse_number(letter.other_case, field="other_case"))}
    row = LienRequest(court_id=asset.court_id, case_id=asset.case_id, asset_id=asset.id, title=asset.title, **plain, answer_by=answer_by, noted_by=w.actor.id)
    w.session.add(row)
    w.flush()
    words = f"{'向' if letter.direction == 'out' else '收到'}{row.other_court}{'发出' if letter.direction == 'out' else '的'}商请移送执行函"
    record(w, "seizure.lien_asked", "asset", asset.id, words, case_id=row.case_id, authority=cite(RULE))
    w.emit(LienAsked(*_of(row), row.asked_on))
    return row


def answer_lien(w: Work, request_id: str, *, agreed: bool, on: date, answer_no: str, reason: str) -> LienRequest:
    """The first-seizing court's answer. Agreed: the right to sell goes over at once; the seizure and its rank stay."""
    row = get_request(w, request_id)
    require_answer(w.actor, row)
    if row.state != "asked":
        raise NotNow("已经答复", code="answered")
    if not row.asked_on <= on <= w.today:
        raise Invalid("答复日应在发函之后、不晚于今天", field="answered_on")
    if not answer_no.strip():
        raise Invalid("填写移送执行函或者复函的文号", field="answer_no")
    if not agreed and len(reason.strip()) < LEAST_REASON:
        raise Invalid("不同意移送的，写明理由", field="answer_reason")
    asset = get_asset(w, row.asset_id)
    if agreed and row.direction == "in" and Status(asset.status) in (Status.LISTED, Status.SOLD):
        raise NotNow("标的物已上拍或者成交，不能移送处置权", code="on_sale")
    row.state, row.answered_on, row.answer_no, row.reason = "agreed" if agreed else "refused", on, answer_no.strip()[:100], reason.strip()[:300]
    if agreed:
        asset.disposal_court = "" if row.direction == "out" else row.other_court
    w.flush()
    words = f"{'同意' if agreed else '不同意'}移送处置权：{asset.title}"
    record(w, "seizure.lien_answered", "asset", asset.id, words, case_id=row.case_id, authority=cite(RULE))
    w.emit(LienAnswered(*_of(row), on, agreed))
    return row


def require_answer(actor: Actor, row: LienRequest) -> None:
    """Another court's letter to us the judge answers; the answer to our own letter the clerk enters too (NotAllowed)."""
    needed = ANSWER_LIEN if row.direction == "out" else DECIDE_LIEN
    if not actor.is_system and not needed.held_by(actor):
        raise NotAllowed(f"你不能{needed.title}：该操作属于承办法官", code="no_right")


def set_margins(w: Work, court_id: str, first: int, last: int) -> Court:
    """A court's margins, with what stood before."""
    margins, court = check_margins(first, last), get_court(w.session, court_id)
    before = margins_of(court)
    court.renew_first_days, court.renew_last_days = margins.first, margins.last
    w.flush()
    words = f"{court.short_name}续封提前量：{before.first}、{before.last} 日改为 {margins.first}、{margins.last} 日"
    record(w, "court.renew_margins_set", "court", court.id, words, authority=cite("EX-13"))
    return court


def _check_letter(w: Work, asset: Asset, letter: Letter) -> None:
    if asset.status in OVER:
        raise NotNow("标的物已处置完毕", code="over")
    if open_request_of(w, asset.id) is not None:
        raise NotNow("已有一件移送函件等待答复", code="asked")
    if letter.direction == "out" and not asset.disposal_court:
        raise NotNow("本院就是首先查封法院，不必商请移送", code="ours")
    if letter.direction == "in" and asset.disposal_court:
        raise NotNow("处置权不在本院，请对方向首先查封法院商请", code="not_ours")
    for name, title in (("other_court", "对方法院"), ("lien", "优先债权及其依据"), ("letter_no", "函件文号")):
        if not str(getattr(letter, name)).strip():
            raise Invalid(f"填写{title}", field=name)


def _check_time(w: Work, asset: Asset, asked_on: date, sale_notice: date | None) -> None:
    if asked_on > w.today:
        raise Invalid("函件日期不能晚于今天", field="asked_on")
    first = first_seized_on(w, asset.id)
    if first is None:
        raise NotNow("还没有登记首先查封", code="no_seizure")
    if not senior_lien_may_ask(first, sale_notice=sale_notice or False, asked_on=asked_on):
        may = f"首先查封满 60 日之后，即 {senior_lien_may_ask_from(first).isoformat()} 起" if sale_notice is None else "首先查封法院已发布拍卖公告"
        raise Invalid(f"{may}{'才能商请移送' if sale_notice is None else '，不能商请移送'}（{cite(RULE)}）", field="asked_on")


def _of(row: LienRequest) -> tuple[str, str, str, str, str, str]:
    return (row.id, row.case_id, row.court_id, row.asset_id, row.direction, row.title)
