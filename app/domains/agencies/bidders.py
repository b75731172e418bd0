"""Bidders before they are accepted: compared with the register, blocked by the rule, or put before the judge (NA-46, M-23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select

from app.domains.agencies.events import BidderChecked
from app.domains.agencies.interest import Hit, Subject, Within, find_hits, gate_of, marks_of
from app.domains.agencies.interest_rules import RULE
from app.domains.agencies.permissions import DECIDE_BIDDERS, require
from app.domains.agencies.tables import BidderCheck
from app.domains.agencies.types import GATE_NAMES, Gate
from app.domains.audit.service import record
from app.domains.cases.queries import in_scope
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Invalid, NotFound, NotNow
from app.law.masks import mask_id, mask_name

PASSED, BARRED = "passed", "barred"


@dataclass(frozen=True)
class OfLot:
    """The lot that somebody wants to bid on: whose work it is and on which site."""

    court_id: str
    case_id: str
    asset_id: str
    round_id: str
    agency_ids: frozenset[str]
    site: str = ""


def check_bidder(w: Work, lot: OfLot, subject: Subject, *, code: str = "") -> BidderCheck:
    """Compare a bidder with the people of the lot's agencies, of its court and of its site, and keep what was found. The caller's right was asked before."""
    if not subject.name.strip():
        raise Invalid("填写竞买人姓名或名称", field="name")
    hits = find_hits(w, Within(lot.agency_ids, lot.court_id, lot.site), [subject])
    gate, marks = gate_of(hits), marks_of(w.session, subject)
    row = BidderCheck(
        **{name: getattr(lot, name) for name in ("court_id", "case_id", "asset_id", "round_id")},
        code=code.strip().upper()[:20],
        name=subject.name.strip()[:100],
        name_key=marks.name[:100],
        id_masked=mask_id(subject.id_number)[:20] if subject.id_number else "",
        id_digest=marks.identity,
        phone_digest=marks.phone,
        address_digest=marks.address,
        account_digest=marks.account,
        gate=gate.value,
        hits=[_kept(hit) for hit in hits],
        checked_at=w.now,
        checked_by=w.actor.id,
    )
    w.session.add(row)
    w.flush()
    who = code.strip() or mask_name(row.name)
    record(w, "bidder.checked", "bidder", row.id, f"核对竞买人 {who}：{GATE_NAMES[gate]}", case_id=lot.case_id, authority=RULE)
    w.emit(BidderChecked(row.id, lot.court_id, lot.case_id, lot.asset_id, lot.round_id, row.code, gate.value, hits[0].reason if hits else ""))
    return row


def decide_check(w: Work, check_id: str, *, passed: bool, reason: str) -> BidderCheck:
    """The judge decides what the register leaves open. What the rule blocks stays blocked; a wrong register is mended first and the bidder checked again."""
    require(w.actor, DECIDE_BIDDERS)
    row = get_check(w, check_id)
    if row.gate == Gate.CLEAR.value or row.decision:
        raise NotNow("没有待人工核对的事项", code="nothing_to_decide")
    if row.gate == Gate.BLOCKED.value and passed:
        raise NotNow(f"{RULE}：不得竞买。认为登记有误的，提交安全管理员核对后重新核对", code="bidder_blocked")
    if not reason.strip():
        raise Invalid("写明核对的依据", field="reason")
    row.decision, row.decided_by, row.decided_at, row.reason = PASSED if passed else BARRED, w.actor.id, w.now, reason.strip()[:300]
    record(w, "bidder.decided", "bidder", row.id, f"人工核对竞买人：{'允许' if passed else '不得'}竞买", case_id=row.case_id, authority=RULE)
    if not passed:
        w.emit(BidderChecked(row.id, row.court_id, row.case_id, row.asset_id, row.round_id, row.code, Gate.BLOCKED.value, row.reason))
    return row


def refuse_unaccepted(r: Reading, round_id: str, code: str) -> None:
    """NotNow while the last check of a lot's bidder is blocked or waits for a person; a bidder never checked is let by, who asks sees to the check."""
    last = select(BidderCheck).where(BidderCheck.round_id == round_id, BidderCheck.code == code.strip().upper())
    row = r.session.scalars(for_house(last.order_by(BidderCheck.checked_at.desc(), BidderCheck.id.desc()).limit(1))).first()
    if row is None:
        return
    if row.decision == BARRED or row.gate == Gate.BLOCKED.value:
        raise NotNow(f"买受人不得竞买：{reason_of(row)}。{RULE}", code="bidder_blocked")
    if row.gate == Gate.MANUAL.value and not row.decision:
        raise NotNow(f"买受人与有关人员可能有利害关系，先由法官核对：{reason_of(row)}", code="bidder_manual")


def reason_of(row: BidderCheck) -> str:
    """The words of the judge, or of the gravest match."""
    return row.reason or (str(row.hits[0]["reason"]) if row.hits else "")


def list_checks(r: Reading, round_id: str) -> Sequence[BidderCheck]:
    """Checks of a lot's bidders, latest first, within the actor's scope."""
    held = select(BidderCheck).where(BidderCheck.round_id == round_id).order_by(BidderCheck.checked_at.desc(), BidderCheck.id.desc())
    return r.session.scalars(in_scope(held, BidderCheck, r.actor)).all()


def get_check(r: Reading, check_id: str) -> BidderCheck:
    """A check in the actor's scope; NotFound otherwise."""
    row = r.session.scalar(in_scope(select(BidderCheck), BidderCheck, r.actor).where(BidderCheck.id == check_id))
    if row is None:
        raise NotFound
    return row


def _kept(hit: Hit) -> dict[str, Any]:
    """A match as the check keeps it: codes and words, no number, no name of a relative."""
    return {name: str(value) for name, value in asdict(hit).items() if name != "subject"}
