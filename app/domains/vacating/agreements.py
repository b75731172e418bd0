"""Agreements to leave: written down with their terms, each watched; kept term by term, or broken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.vacating.events import AgreementMade, AgreementOver, TermMet
from app.domains.vacating.queries import get_row
from app.domains.vacating.rules import LIFE, VacatingAct, VacatingStatus
from app.domains.vacating.service import LEAST_REASON, Photos, not_later, open_terms, open_thread, row_of, told_of
from app.domains.vacating.tables import Agreement, Term
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import Money


@dataclass(frozen=True)
class MakeAgreement:
    """What was agreed: with whom, in which words, terms (what, day, amount)."""

    party: str
    signed_on: date
    terms_text: str
    terms: tuple[tuple[str, date, Money | None], ...]
    aid: str = ""


def make_agreement(w: Work, vacating_id: str, order: MakeAgreement, photos: Photos = ()) -> Agreement:
    """Write down an agreement: each term has its day and is watched."""
    thread = open_thread(w, vacating_id)
    _check_agreement(order, photos, w.today)
    thread.status = LIFE.advance(VacatingStatus(thread.status), VacatingAct.AGREE).value
    made = Agreement(
        **row_of(thread), signed_on=order.signed_on, party=order.party.strip(), terms=order.terms_text.strip(), aid=order.aid.strip(), photos=list(photos)
    )
    w.session.add(made)
    w.flush()
    rows = [
        Term(court_id=thread.court_id, case_id=thread.case_id, agreement_id=made.id, what=what.strip(), due_on=due_on, amount=amount)
        for what, due_on, amount in order.terms
    ]
    w.session.add_all(rows)
    w.flush()
    words = f"签订腾退协议：{order.party}，{len(rows)} 项，最迟 {max(each.due_on for each in rows).isoformat()}"
    record(w, "vacating.agreed", "vacating", thread.id, words, case_id=thread.case_id)
    w.emit(AgreementMade(*told_of(thread), order.signed_on, tuple((each.id, each.due_on) for each in rows)))
    return made


def meet_term(w: Work, term_id: str, on: date) -> Term:
    """One term of the live agreement was kept."""
    term = get_row(w, Term, term_id)
    agreement = get_row(w, Agreement, term.agreement_id)
    thread = open_thread(w, agreement.vacating_id)
    not_later(on, w.today, "on")
    if agreement.broken_on or term.met_on:
        raise NotNow("这一项已经办结", code="term_over")
    term.met_on = on
    w.flush()
    record(w, "vacating.term_met", "vacating", thread.id, f"协议已履行：{term.what}", case_id=thread.case_id)
    w.emit(TermMet(*told_of(thread), term.id, on))
    return term


def break_agreement(w: Work, agreement_id: str, why: str) -> Agreement:
    """The other side did not keep it: the thread goes back to the order, its days untouched."""
    agreement = get_row(w, Agreement, agreement_id)
    thread = open_thread(w, agreement.vacating_id)
    if len(why.strip()) < LEAST_REASON:
        raise Invalid(f"写明违约情况，至少 {LEAST_REASON} 字", field="why")
    if agreement.broken_on or agreement.kept_on:
        raise NotNow("协议已经终止", code="agreement_over")
    act = VacatingAct.BREAK_ORDERED if thread.notice_posted_on else VacatingAct.BREAK
    thread.status = LIFE.advance(VacatingStatus(thread.status), act).value
    agreement.broken_on, agreement.broken_why = w.today, why.strip()[:300]
    w.flush()
    record(w, "vacating.agreement_broken", "vacating", thread.id, f"协议违约：{why.strip()[:100]}", case_id=thread.case_id)
    w.emit(AgreementOver(*told_of(thread), open_terms(w, thread, agreement), broken=True, why=why.strip()))
    return agreement


def _check_agreement(order: MakeAgreement, photos: Photos, today: date) -> None:
    faults = []
    if not order.party.strip() or not order.terms_text.strip():
        faults.append(("party", "写明签订人和内容"))
    if order.signed_on > today:
        faults.append(("signed_on", "签订日不能晚于今天"))
    if not order.terms:
        faults.append(("terms", "至少写一项：事项和日期"))
    faults += [("terms", f"{what}：日期应在签订日之后") for what, due_on, _ in order.terms if due_on < order.signed_on]
    if not photos:
        faults.append(("photos", "附签名的协议照片"))
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=tuple(faults))
