"""代行: between two days somebody decides in another's place, for named kinds. Never a panel's vote; the acts bear both names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domains.accounts.queries import holders_at_court
from app.domains.accounts.tables import Person
from app.domains.approvals.acts import SIGNERS
from app.domains.approvals.catalogue import CATALOGUE, ApprovalKind
from app.domains.approvals.queries import list_delegations
from app.domains.approvals.rules import check_reason
from app.domains.approvals.tables import Delegation
from app.domains.audit.service import record
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import Role
from app.kernel.errors import Invalid, NotFound

LONGEST_DAYS = 92


@dataclass(frozen=True)
class Delegate:
    """Who decides for the actor, which kinds, from and until which day (both included), why."""

    to_id: str
    kinds: Sequence[str]
    from_on: date
    until_on: date
    reason: str


def delegable_kinds(role: Role) -> list[ApprovalKind]:
    """What a role may let others decide."""
    return [kind for kind in CATALOGUE.values() if kind.decider is role and kind.delegable and not kind.by_panel]


def deputies(r: Reading) -> list[Person]:
    """Who may stand in: people of the court who sign."""
    held = {person.id: person for person, role in holders_at_court(r.session, r.actor.court_id or "") if role in SIGNERS}
    return [person for person in held.values() if person.id != r.actor.id]


def delegate(w: Work, order: Delegate) -> list[Delegation]:
    """Let somebody decide; one row a kind."""
    faults = []
    person = next((each for each in deputies(w) if each.id == order.to_id), None)
    if person is None:
        faults.append(("to_id", "选择本院有签批权的人"))
    if not order.kinds or not set(order.kinds) <= {kind.code for kind in delegable_kinds(w.actor.role)}:
        faults.append(("kinds", "选择可以代行的事项；合议表决、罚款和拘留不能代行"))
    if not w.today <= order.from_on <= order.until_on or (order.until_on - order.from_on).days >= LONGEST_DAYS:
        faults.append(("from_on", f"起止日：不早于今天，先后有序，不超过 {LONGEST_DAYS} 日"))
    if faults or person is None:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=tuple(faults))
    reason, court_id = check_reason(order.reason, "代行的理由"), w.actor.court_id or ""
    of = {"court_id": court_id, "person_id": w.actor.id, "to_id": person.id, "from_on": order.from_on, "until_on": order.until_on}
    rows = [Delegation(**of, kind=code, reason=reason, made_at=w.now) for code in dict.fromkeys(order.kinds)]
    w.session.add_all(rows)
    w.flush()
    titles = "、".join(CATALOGUE[row.kind].title for row in rows)
    record(w, "delegation.made", "delegation", rows[0].id, f"委托 {person.name} 代行：{titles}，{order.from_on} 至 {order.until_on}（{reason}）")
    return rows


def revoke(w: Work, delegation_id: str) -> Delegation:
    """End one of one's own delegations before its day."""
    found = next((each for each in list_delegations(w) if each.id == delegation_id and each.person_id == w.actor.id), None)
    if found is None or found.revoked_at is not None:
        raise NotFound
    found.revoked_at = w.now
    record(w, "delegation.revoked", "delegation", found.id, f"收回代行：{CATALOGUE[found.kind].title}")
    return found
