"""Verbs beside the decision itself: transfer, added signer, asking above, copies, urging, recall. None of them for a panel's vote."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta

from app.domains.accounts.queries import holders_at_court, list_people_in_role, names_of
from app.domains.accounts.tables import Person
from app.domains.approvals.catalogue import CATALOGUE, ApprovalKind
from app.domains.approvals.events import ApprovalOverdue, ApprovalRecalled, AskedAside
from app.domains.approvals.queries import lock_approval, lock_open, open_opinion, opinions_of, seats_left, steps_of
from app.domains.approvals.rules import OF_ASKER, SUPERIOR, ApprovalStatus, check_open, check_reason
from app.domains.approvals.service import principal_of, void_for
from app.domains.approvals.steps import note
from app.domains.approvals.tables import Approval, ApprovalOpinion
from app.infra.unit_of_work import Reading, Work
from app.kernel.actor import COURT_ROLES, Role
from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow

SIGNERS = (Role.JUDGE, Role.DIRECTOR, Role.PRESIDENT)
URGE_AGAIN = timedelta(hours=24)


def choices_of(r: Reading, approval: Approval) -> dict[str, list[Person]]:
    """Whom each act may name: transfer (holders of the deciding role), signer (who signs at this court), above (the superior), copy (anybody of the court)."""
    kind, held = CATALOGUE[approval.kind], holders_at_court(r.session, approval.court_id)
    roles: dict[str, Collection[Role]] = {"transfer": (kind.decider,), "signer": SIGNERS, "above": (SUPERIOR[kind.decider],), "copy": COURT_ROLES}
    concerned = {approval.asked_by, r.actor.id, approval.decider_id}
    found = {act: {person.id: person for person, role in held if role in wanted} for act, wanted in roles.items()}
    out = {act: {r.actor.id} if act == "copy" else concerned for act in roles}
    return {act: [person for person in people.values() if person.id not in out[act]] for act, people in found.items()}


def transfer(w: Work, approval_id: str, to_id: str, reason: str) -> Approval:
    """转办: another holder of the deciding role decides instead."""
    approval, kind, principal = _mine(w, approval_id)
    person = _named(w, approval, "transfer", to_id)
    words = check_reason(reason, "转办的理由")
    approval.decider_id = person.id
    note(w, approval, "transferred", f"转办给 {person.name}：{approval.title}", words=words, to_id=person.id, for_id=principal)
    _tell(w, approval, kind, "transferred", [person.id], words)
    return approval


def add_signer(w: Work, approval_id: str, to_id: str, question: str) -> ApprovalOpinion:
    """加签: somebody else must give his word before the approval closes."""
    return _ask_aside(w, approval_id, "signer", to_id, question)


def ask_above(w: Work, approval_id: str, to_id: str, question: str) -> ApprovalOpinion:
    """请示: the superior is asked; his word is advice and holds nothing up."""
    return _ask_aside(w, approval_id, "above", to_id, question)


def drop_signer(w: Work, approval_id: str, person_id: str, reason: str) -> None:
    """收回加签, with the reason in the chain."""
    approval, _, principal = _mine(w, approval_id)
    owed = open_opinion(w, approval_id, person_id)
    if owed is None or owed.kind != "signer":
        raise NotFound
    owed.withdrawn_at = w.now
    note(w, approval, "signer_dropped", f"收回加签：{approval.title}", words=check_reason(reason, "收回的理由"), to_id=person_id, for_id=principal)


def answer(w: Work, approval_id: str, *, agrees: bool, words: str, digest: str) -> ApprovalOpinion:
    """The word of an added signer or a superior, once, on the content that was on the screen."""
    approval = lock_approval(w, approval_id)
    check_open(approval.status)
    if approval.digest != digest:
        raise Conflict("内容在你打开之后变了，看不同之处后重新决定", code="digest_changed")
    owed = open_opinion(w, approval_id, w.actor.id)
    if owed is None:
        raise NotFound
    said = words.strip()
    if owed.kind == "above" or not agrees:
        said = check_reason(words, "意见", "words")
    owed.agrees, owed.words, owed.answered_at = agrees, said, w.now
    act = "answered" if owed.kind == "above" else "signer_agreed" if agrees else "signer_refused"
    note(w, approval, act, f"{'答复请示' if owed.kind == 'above' else '加签表态'}：{approval.title}", words=said)
    _tell(w, approval, CATALOGUE[approval.kind], "answered", [owed.asked_by], said)
    return owed


def copy_to(w: Work, approval_id: str, to_ids: Iterable[str]) -> None:
    """抄送: people of the court who may see the case are told; they decide nothing."""
    approval = lock_approval(w, approval_id)
    if w.actor.id != approval.asked_by:
        principal_of(w, approval, CATALOGUE[approval.kind])
    chosen = [_named(w, approval, "copy", each) for each in dict.fromkeys(to_ids)]
    if not chosen:
        raise Invalid("选择抄送给谁", field="person")
    for person in chosen:
        note(w, approval, "copied", f"抄送 {person.name}：{approval.title}", to_id=person.id)
    _tell(w, approval, CATALOGUE[approval.kind], "copied", [person.id for person in chosen])


def urge(w: Work, approval_id: str) -> Approval:
    """催办: the asker reminds whoever is to act, once in a day."""
    approval = _asked_by_me(w, approval_id)
    if approval.urged_at is not None and w.now - approval.urged_at < URGE_AGAIN:
        raise NotNow(f"已于 {local(approval.urged_at):%m-%d %H:%M} 催办，满 24 小时后可再催办", code="urged")
    approval.urged_at = w.now
    note(w, approval, "urged", f"催办：{approval.title}")
    _tell(w, approval, CATALOGUE[approval.kind], "urged", deciders_of(w, approval))
    return approval


def recall(w: Work, approval_id: str, reason: str) -> Approval:
    """撤回申请: by the asker, as long as nobody who decides has acted (M-83)."""
    approval = _asked_by_me(w, approval_id)
    _refuse_begun(w, approval)
    words = check_reason(reason, "撤回的原因")
    approval.status, approval.reason = ApprovalStatus.RECALLED.value, words
    note(w, approval, "recalled", f"撤回申请：{approval.title}", words=words)
    w.emit(ApprovalRecalled(approval.id, approval.subject_kind, approval.subject_id, words))
    return approval


def change_content(w: Work, subject_kind: str, subject_id: str, reason: str) -> int:
    """What is asked about is taken back for a change: refused once somebody decides on it (M-83), else everything said of it is void."""
    for approval in lock_open(w, subject_kind, subject_id):
        _refuse_begun(w, approval)
    return void_for(w, subject_kind, subject_id, reason)


def escalate(w: Work, approval: Approval) -> None:
    """The days ran out: kept in the chain once, and the superior is told; deciding stays where it was."""
    kind = CATALOGUE[approval.kind]
    approval.escalated_at = w.now
    note(w, approval, "escalated", f"超时已报上级：{kind.title}（{approval.title}）")
    of = (approval.id, approval.kind, approval.case_id, approval.court_id, approval.title)
    w.emit(ApprovalOverdue(*of, SUPERIOR[kind.decider].value, tuple(deciders_of(w, approval))))


def deciders_of(w: Work, approval: Approval) -> list[str]:
    """Who is to act now: the named decider, the role's holders, or the seats that have not voted."""
    kind = CATALOGUE[approval.kind]
    if kind.by_panel:
        return seats_left(w, approval)
    if approval.decider_id:
        return [approval.decider_id]
    return [each.id for each in list_people_in_role(w.session, kind.decider, court_id=approval.court_id)]


def _refuse_begun(w: Work, approval: Approval) -> None:
    acted = next((each for each in steps_of(w, [approval.id]) if each.act not in OF_ASKER and each.by_id not in (None, approval.asked_by)), None)
    if acted is None:
        return
    name = names_of(w.session, {acted.by_id or ""}).get(acted.by_id or "", "")
    way = "请合议庭成员表决不同意，未形成多数即退回修改" if CATALOGUE[approval.kind].by_panel else "请对方退回修改"
    raise Conflict(f"不能撤回申请：{name} 已于 {local(acted.at):%H:%M} 开始处理。{way}", code="already_begun")


def _ask_aside(w: Work, approval_id: str, what: str, to_id: str, question: str) -> ApprovalOpinion:
    approval, kind, principal = _mine(w, approval_id)
    person = _named(w, approval, what, to_id)
    if any(each.person_id == person.id and each.withdrawn_at is None for each in opinions_of(w, approval_id)):
        raise Conflict(f"已请 {person.name} 表态", code="already_asked")
    words = check_reason(question, "请其表态的事项")
    of = {"court_id": approval.court_id, "case_id": approval.case_id, "approval_id": approval.id}
    opinion = ApprovalOpinion(**of, kind=what, person_id=person.id, asked_by=w.actor.id, asked_at=w.now, question=words)
    w.session.add(opinion)
    act = "signer_added" if what == "signer" else "asked_above"
    note(w, approval, act, f"{'请' if what == 'signer' else '请示'} {person.name}：{approval.title}", words=words, to_id=person.id, for_id=principal)
    _tell(w, approval, kind, act, [person.id], words)
    return opinion


def _mine(w: Work, approval_id: str) -> tuple[Approval, ApprovalKind, str | None]:
    approval = lock_approval(w, approval_id)
    kind = CATALOGUE[approval.kind]
    if kind.by_panel:
        raise NotAllowed("合议表决不能转办、加签或请示，只能由执行局局长更换成员", code="panel_vote")
    check_open(approval.status)
    principal = principal_of(w, approval, kind)
    if approval.asked_by in (w.actor.id, principal):
        raise NotAllowed("不能审批自己提交的事项：提交人与审批人须为不同的人", code="own_request")
    return approval, kind, principal


def _asked_by_me(w: Work, approval_id: str) -> Approval:
    approval = lock_approval(w, approval_id)
    if approval.asked_by != w.actor.id:
        raise NotAllowed("只有提交人可以这样办理", code="not_asker")
    check_open(approval.status)
    return approval


def _named(w: Work, approval: Approval, act: str, person_id: str) -> Person:
    found = next((each for each in choices_of(w, approval)[act] if each.id == person_id), None)
    if found is None:
        raise Invalid("选择名单上的人", field="person")
    return found


def _tell(w: Work, approval: Approval, kind: ApprovalKind, act: str, to_ids: list[str], words: str = "") -> None:
    w.emit(AskedAside(approval.id, kind.code, approval.case_id, approval.title, act, tuple(to_ids), w.actor.name, words))
