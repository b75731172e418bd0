"""After the panel: the sheet is served, objected to within 15 days, opposed within 15, sued about within 15 (民诉法解释 509, 510); then it is final."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import in_scope
from app.domains.courts.queries import load_calendar
from app.domains.settlements.distributing import RULE, distributable, get_sheet, held_back, house_sheet, list_served
from app.domains.settlements.distribution_rules import last_day
from app.domains.settlements.events import DisputeOver, DistributionFinal, SheetPeriodMet, SheetPeriodOpened, SheetReceived
from app.domains.settlements.permissions import DISTRIBUTE, require
from app.domains.settlements.queries import house_settlement
from app.domains.settlements.rules import SERVICE_WAYS
from app.domains.settlements.tables import Distribution, DistributionParty
from app.infra.unit_of_work import Work, for_house
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotFound, NotNow
from app.kernel.money import ZERO, Money
from app.law.rulebook import cite

OBJECTION, COUNTER, SUIT = "distribution_objection", "distribution_counter", "distribution_suit"
LEAST_WORDS = 4
AMENDED, SUED, AS_PLANNED = "amended", "sued", "as_planned"
OUTCOMES = {AMENDED: "无人反对，按异议修正后分配", SUED: "已提起分配方案异议之诉，争议款额提存", AS_PLANNED: "逾期未起诉，按原方案分配"}


def serve(w: Work, party_id: str, *, on: date, way: str) -> DistributionParty:
    """A party received the sheet, told in short form: its service is closed, and what follows comes from there."""
    party, row = _standing(w, party_id)
    if party.served_on is not None:
        raise NotNow("已登记送达", code="served")
    approved_on = day_of(row.approved_at) if row.approved_at else on
    if not approved_on <= on <= w.today:
        raise Invalid("送达日应在合议通过之后、不晚于今天", field="on")
    if way not in SERVICE_WAYS:
        raise Invalid("选择送达方式", field="way")
    _kept(w, row, party, "distribution.receipt", f"登记分配方案送达{party.capacity}（{way}）")
    w.emit(SheetReceived(*_of(row), party.id, way, on))
    return party


def take_service(w: Work, party_id: str, *, on: date, way: str) -> DistributionParty | None:
    """The sheet's service is done, or counts as done: fifteen days to object (EX-23). Nothing for a sheet that is no longer served. For the house's step."""
    party = house_party(w, party_id)
    row = house_sheet(w, party.distribution_id, lock=True)
    if row.status not in ("approved", "served") or party.served_on is not None or party.edition != row.edition:
        return None
    party.served_on, party.served_way, row.status = on, way, "served"
    _kept(w, row, party, "distribution.served", f"分配方案送达{party.capacity}（{way}）")
    w.emit(SheetPeriodOpened(*_of(row), party.id, OBJECTION, on))
    return party


def object_to(w: Work, party_id: str, *, on: date, words: str) -> DistributionParty:
    """A party objects in writing; late is refused with the day it could be raised until."""
    party, row = _standing(w, party_id)
    if party.served_on is None or party.objected_on is not None:
        raise NotNow("送达之后、未提出过异议的当事人才能登记异议", code="not_open")
    _in_time(w, party.served_on, on, "异议")
    if len(words.strip()) < LEAST_WORDS:
        raise Invalid("写明异议内容", field="words")
    party.objected_on, party.objection = on, words.strip()
    _kept(w, row, party, "distribution.objected", f"{party.capacity}对分配方案提出书面异议")
    w.emit(SheetPeriodMet(*_of(row), party.id, OBJECTION, on))
    return party


def pass_on(w: Work, party_id: str, *, on: date) -> DistributionParty:
    """The others were told of the objection: fifteen days to oppose it."""
    party, row = _standing(w, party_id)
    if party.objected_on is None or party.passed_on is not None:
        raise NotNow("没有待通知的异议", code="not_open")
    if not party.objected_on <= on <= w.today:
        raise Invalid("通知日应在异议之后、不晚于今天", field="on")
    party.passed_on = on
    _kept(w, row, party, "distribution.passed_on", "异议已通知未提出异议的债权人、被执行人")
    w.emit(SheetPeriodOpened(*_of(row), party.id, COUNTER, on))
    return party


def oppose(w: Work, party_id: str, *, on: date, who: str) -> DistributionParty:
    """Somebody opposes the objection; the objector is told the same day and has fifteen days to sue."""
    party, row = _standing(w, party_id)
    if party.passed_on is None or party.opposed_on is not None or party.outcome:
        raise NotNow("没有待答复的异议", code="not_open")
    _in_time(w, party.passed_on, on, "反对意见")
    if not who.strip():
        raise Invalid("填写反对人", field="who")
    party.opposed_on, party.opposer, party.told_on = on, who.strip()[:200], on
    _kept(w, row, party, "distribution.opposed", "有当事人对异议提出反对意见，已通知异议人")
    w.emit(SheetPeriodOpened(*_of(row), party.id, SUIT, on, met=COUNTER))
    return party


def sue(w: Work, party_id: str, *, on: date, disputed: Money) -> DistributionParty:
    """The objector sued in time: what is in dispute is deposited, the rest is paid."""
    party, row = _standing(w, party_id)
    if party.told_on is None or party.outcome:
        raise NotNow("没有可起诉的异议", code="not_open")
    _in_time(w, party.told_on, on, "起诉")
    most = distributable(row) - held_back(w, row.id)
    if not ZERO < disputed <= most:
        raise Invalid(f"争议款额应大于零，不超过可分配款 {most.grouped} 元", field="disputed")
    party.sued_on, party.outcome, party.disputed = on, SUED, disputed
    _kept(w, row, party, "distribution.sued", f"{OUTCOMES[SUED]}：{disputed.grouped} 元")
    w.emit(SheetPeriodMet(*_of(row), party.id, SUIT, on))
    return party


def release(w: Work, party_id: str, *, on: date, note: str) -> DistributionParty:
    """The suit is over: what was deposited went where the judgment, a settlement or the withdrawal says. No money is moved here."""
    require(w.actor, DISTRIBUTE)
    party = w.session.scalar(in_scope(select(DistributionParty), DistributionParty, w.actor).where(DistributionParty.id == party_id))
    if party is None:
        raise NotFound
    row = house_sheet(w, party.distribution_id, lock=True)
    if party.disputed is None or party.released_on is not None or party.sued_on is None:
        raise NotNow("没有提存的争议款额", code="nothing_held")
    if not party.sued_on <= on <= w.today:
        raise Invalid("办理日应在起诉之后、不晚于今天", field="on")
    if not note.strip():
        raise Invalid("填写生效裁判文号或者撤诉裁定，以及发放凭证号", field="words")
    party.released_on, party.release_note = on, note.strip()[:200]
    _kept(w, row, party, "distribution.released", f"提存的争议款额 {party.disputed.grouped} 元已办理：{party.release_note}")
    w.emit(DisputeOver(*_of(row), party.id))
    return party


def finish(w: Work, distribution_id: str) -> Distribution:
    """The sheet is final when every party was served, every period is over and no objection is open; an unopposed objection sends it back to be mended."""
    row = house_sheet(w, get_sheet(w, distribution_id).id, lock=True)
    if row.status != "served":
        raise NotNow("分配方案送达后才能生效", code="not_served")
    calendar, parties = load_calendar(w.session), list_served(w, row.id)
    for party in parties:
        if party.served_on is None:
            raise NotNow(f"还没有送达：{party.name}", code="not_served")
        if party.objected_on is None and w.today <= last_day(party.served_on, calendar):
            raise NotNow(f"{party.name}的异议期至 {last_day(party.served_on, calendar).isoformat()}", code="period_runs")
        if party.objected_on is not None and not party.outcome:
            _close(w, row, party)
    if any(party.outcome == AMENDED for party in parties):
        raise NotNow("有异议无人反对：按异议修正分配方案后重新合议", code="to_amend")
    row.status, row.final_on = "final", w.today
    w.flush()
    record(w, "distribution.final", "distribution", row.id, "分配方案生效，可以发放", case_id=row.case_id, authority=cite(RULE))
    w.emit(DistributionFinal(*_of(row), row.id, w.today, house_settlement(w, row.settlement_id).title))
    return row


def _close(w: Work, row: Distribution, party: DistributionParty) -> None:
    """What became of an objection when its periods are over; NotNow while one runs."""
    calendar = load_calendar(w.session)
    if party.passed_on is None:
        raise NotNow(f"{party.name}的异议还没有通知其他当事人", code="not_passed_on")
    start = party.told_on or party.passed_on
    until = last_day(start, calendar)
    if w.today <= until:
        raise NotNow(f"{'起诉' if party.told_on else '反对意见'}期限至 {until.isoformat()}", code="period_runs")
    if party.told_on is None:
        raise NotNow("有异议无人反对：按异议修正分配方案后重新合议", code="to_amend")
    party.outcome = AS_PLANNED
    record(w, "distribution.objection_over", "distribution", row.id, OUTCOMES[AS_PLANNED], case_id=row.case_id, authority=cite(RULE))


def _in_time(w: Work, start: date, on: date, what: str) -> None:
    until = last_day(start, load_calendar(w.session))
    if on > w.today or on < start:
        raise Invalid("日期应在期限起算之后、不晚于今天", field="on")
    if on > until:
        raise Invalid(f"{what}于 {on.isoformat()} 提出，已过期限 {until.isoformat()}", field="on")


def house_party(w: Work, party_id: str) -> DistributionParty:
    """A party of a sheet for the house's own steps."""
    found = w.session.scalar(for_house(select(DistributionParty).where(DistributionParty.id == party_id)))
    if found is None:
        raise NotFound
    return found


def _standing(w: Work, party_id: str) -> tuple[DistributionParty, Distribution]:
    party = w.session.scalar(in_scope(select(DistributionParty), DistributionParty, w.actor).where(DistributionParty.id == party_id))
    if party is None:
        raise NotFound
    row = house_sheet(w, party.distribution_id, lock=True)
    if row.status not in ("approved", "served") or party.edition != row.edition:
        raise NotNow("分配方案不在送达和异议阶段", code="not_open")
    return party, row


def _kept(w: Work, row: Distribution, party: DistributionParty, act: str, words: str) -> None:
    w.flush()
    record(w, act, "distribution", row.id, words, case_id=row.case_id, authority=cite(RULE))


def _of(row: Distribution) -> tuple[str, str, str, str]:
    return (row.settlement_id, row.case_id, row.court_id, row.asset_id)
