"""Verbs of documents: make (strictly), prepare (a draft that names what is missing), fill in, sign, serve, take a copy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domains.audit.service import record
from app.domains.documents.catalogue import paper_kind
from app.domains.documents.events import PaperMade, PaperSigned
from app.domains.documents.filling import merged
from app.domains.documents.own_queries import template_in_use
from app.domains.documents.plain import plain_of
from app.domains.documents.queries import find_latest, get_document, house_document, lock_document
from app.domains.documents.rendering import faults_of, make_paper, public_copy
from app.domains.documents.rules import LIFE, DocumentAct, check_digest, check_signature, may_enter
from app.domains.documents.tables import Document
from app.domains.documents.types import Copy, DocumentStatus
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotAllowed, NotNow

PRINT = "documents.print"
PRINTED = {Copy.PDF: "pdf_digest", Copy.DOCX: "docx_digest", Copy.PUBLIC: "public_pdf_digest"}


@dataclass(frozen=True)
class About:
    """What a paper is about and who is to sign it. `signer_id` None: any holder of the signing role; a secret paper is for the panel."""

    case_id: str
    court_id: str
    case_number: str
    subject_kind: str
    subject_id: str
    asset_id: str | None = None
    signer_id: str | None = None
    made_by: str | None = None
    secret: bool = False


def make(w: Work, code: str, facts: Mapping[str, object], about: About) -> Document:
    """Make a paper. Invalid names every missing or wrong fact; the same facts again are the same version, other facts a new one."""
    faults = faults_of(code, plain_of(facts))
    if faults:
        raise Invalid("；".join(message for _, message in faults), faults=faults)
    return prepare(w, code, facts, about)


def prepare(w: Work, code: str, facts: Mapping[str, object], about: About) -> Document:
    """Make a paper, or keep it as a draft with its missing facts: a business act never fails for a paper. What a person filled in stays."""
    known: dict[str, Any] = plain_of(facts)
    latest = find_latest(w, about.subject_kind, about.subject_id, code)
    if latest is None:
        return _fresh(w, code, known, about, 1)
    if latest.status == DocumentStatus.DRAFT.value:
        return _rewritten(w, latest, merged(known, latest.filled))
    if latest.status != DocumentStatus.VOID.value and latest.facts == merged(known, latest.filled):
        return latest
    return _replaced(w, latest, merged(known, latest.filled), about.made_by, latest.filled)


def fill_in(w: Work, document_id: str, filled: Mapping[str, Any]) -> Document:
    """Facts that a person enters, by field path; a register's facts are locked. A draft is completed; a made paper gets a new version (a signature is lost)."""
    found = lock_document(w, document_id)
    if found.status in (DocumentStatus.VOID.value, DocumentStatus.SERVED.value):
        raise NotNow(f"文书{DocumentStatus(found.status).word}，不能再改", code="not_editable")
    missing = [path for path, _ in found.faults]
    if locked := [path for path in filled if not may_enter(path, facts=found.facts, faults=missing, filled=found.filled)]:
        raise NotAllowed(f"{'、'.join(locked)}来自案件、标的物或者已锁定的方案，不能在文书里改", code="locked_fact")
    told = {**found.filled, **filled}
    facts = merged(found.facts, told)
    if facts == found.facts:
        return found
    if found.status == DocumentStatus.DRAFT.value:
        found.filled, found.made_by = told, w.actor.id
        return _rewritten(w, found, facts)
    return _replaced(w, found, facts, w.actor.id, told)


def sign(w: Work, document_id: str, *, digest: str) -> Document:
    """Sign exactly the text that was on the screen; the sheet without the draft's watermark is printed."""
    found = lock_document(w, document_id)
    check_signature(paper_kind(found.code), w.actor.role, signer_id=found.signer_id, actor_id=w.actor.id, made_by=found.made_by)
    return _signed(w, found, digest)


def sign_as_decided(w: Work, document_id: str) -> Document | None:
    """For the house's steps: the actor's own decision on the thing was the signature on its paper. A draft stays a draft."""
    found = house_document(w, document_id)
    if found is None or found.status != DocumentStatus.MADE.value:
        return None
    return _signed(w, found, found.digest)


def note_served(w: Work, document_id: str) -> Document | None:
    """For the house's steps: a signed paper reached its recipient."""
    found = house_document(w, document_id)
    if found is None or found.status != DocumentStatus.SIGNED.value:
        return None
    found.status, found.served_at = LIFE.advance(DocumentStatus(found.status), DocumentAct.SERVE).value, w.now
    w.flush()
    record(w, "document.served", "document", found.id, f"{found.title}已送达", case_id=found.case_id, digest=found.digest, secret=found.secret)
    return found


def take_copy(w: Work, document_id: str, copy: Copy) -> str | None:
    """The digest of a file in evidence, each taking recorded; None when it is not printed yet: the worker is asked to."""
    found = get_document(w, document_id)
    kind = paper_kind(found.code)
    if not found.digest:
        raise NotNow("文书要素不全，不能打印：先补填", code="draft")
    if copy is Copy.PUBLIC and not kind.public:
        raise NotNow(f"{kind.title}不对外公开", code="not_public")
    digest: str | None = getattr(found, PRINTED[copy])
    if digest is None:
        w.later(PRINT, {"document_id": found.id})
        return None
    record(w, "document.copied", "document", found.id, f"下载{found.title}（{copy.word}）", case_id=found.case_id, digest=digest, secret=found.secret)
    return digest


def _fresh(w: Work, code: str, facts: dict[str, Any], about: About, number: int, filled: Mapping[str, Any] | None = None) -> Document:
    kind = paper_kind(code)
    found = Document(**vars(about), code=code, title=kind.title, version_no=number, facts={}, filled=dict(filled or {}), status="draft", made_at=w.now)
    w.session.add(found)
    return _rewritten(w, found, facts)


def _rewritten(w: Work, found: Document, facts: dict[str, Any]) -> Document:
    if found.facts == facts and found.facts:
        return found
    faults = faults_of(found.code, facts)
    found.title = title_of(found.code, facts)
    found.facts, found.faults = facts, [list(each) for each in faults]
    if not faults:
        _render(w, found)
    w.flush()
    state = f"缺 {len(faults)} 项要素" if faults else "待签"
    record(
        w, "document.prepared", "document", found.id, f"制作{found.title}（第{found.version_no}版，{state}）", case_id=found.case_id,
        digest=found.digest or None, secret=found.secret,
    )  # fmt: skip
    if not faults:
        w.emit(PaperMade(*_of(found), found.title))
    return found


def title_of(code: str, facts: Mapping[str, Any]) -> str:
    """The register's title, and for a paper of many copies to whom it goes."""
    to_whom = facts.get("recipient_name") or facts.get("platform_name")
    title = paper_kind(code).title
    return f"{title}（{to_whom}）"[:200] if to_whom else title


def _render(w: Work, found: Document) -> None:
    used = template_in_use(w, found.court_id, found.code)
    found.template_id = used.id if used else None
    paper = make_paper(found.code, found.facts, used.content if used else None)
    found.text, found.html, found.digest = paper.text, paper.html, paper.digest
    found.public_digest = public_copy(paper).digest if paper_kind(found.code).public else None
    found.status = LIFE.advance(DocumentStatus(found.status), DocumentAct.COMPLETE).value


def _replaced(w: Work, old: Document, facts: dict[str, Any], made_by: str | None, filled: Mapping[str, Any]) -> Document:
    if old.status != DocumentStatus.VOID.value:
        old.status = LIFE.advance(DocumentStatus(old.status), DocumentAct.REPLACE).value
        record(w, "document.voided", "document", old.id, f"{old.title}第{old.version_no}版作废，另作新版", case_id=old.case_id, secret=old.secret)
        w.flush()
    about = About(
        old.case_id, old.court_id, old.case_number, old.subject_kind, old.subject_id, old.asset_id, old.signer_id, made_by, old.secret
    )  # fmt: skip
    return _fresh(w, old.code, facts, about, old.version_no + 1, filled)


def _signed(w: Work, found: Document, digest: str) -> Document:
    check_digest(found.digest, digest)
    found.status = LIFE.advance(DocumentStatus(found.status), DocumentAct.SIGN).value
    found.signed_by, found.signed_at = w.actor.id, w.now
    found.pdf_digest = found.docx_digest = found.public_pdf_digest = None
    w.flush()
    record(
        w, "document.signed", "document", found.id, f"签发{found.title}（第{found.version_no}版）", case_id=found.case_id, digest=digest, secret=found.secret
    )
    w.later(PRINT, {"document_id": found.id})
    w.emit(PaperSigned(*_of(found), found.title, w.actor.id))
    return found


def _of(found: Document) -> tuple[str, str, str, str, str, str, str]:
    return (found.id, found.case_id, found.court_id, found.code, found.subject_kind, found.subject_id, found.digest)
