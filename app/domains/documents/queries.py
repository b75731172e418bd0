"""Reads of documents, in the scope of their case; a secret paper is for its panel alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import defer

from app.domains.cases.queries import in_scope
from app.domains.cases.tables import CasePanel
from app.domains.documents.tables import Document
from app.domains.documents.types import DocumentStatus
from app.infra.unit_of_work import Reading, for_house
from app.kernel.actor import Actor
from app.kernel.errors import NotFound

Statement = TypeVar("Statement", bound="Select[*tuple[Any, ...]]")
PAGE = 30
_BULK = (defer(Document.html), defer(Document.text), defer(Document.facts))


@dataclass(frozen=True)
class Wanted:
    """What a list shows: '' is all. `status` '' leaves out void versions. `page` counts from 1."""

    status: str = ""
    code: str = ""
    case_id: str = ""
    search: str = ""
    page: int = 1


def get_document(r: Reading, document_id: str) -> Document:
    """A version of a paper in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(_seen(select(Document), r.actor).where(Document.id == document_id))
    if found is None:
        raise NotFound
    return found


def lock_document(r: Reading, document_id: str) -> Document:
    """The same, held until the act ends."""
    found = r.session.scalar(_seen(select(Document), r.actor).where(Document.id == document_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def house_document(r: Reading, document_id: str, *, lock: bool = False) -> Document | None:
    """A version for the house's own jobs, held until the act ends where what is decided hangs on all of its services."""
    asked = for_house(select(Document).where(Document.id == document_id))
    return r.session.scalar(asked.with_for_update().execution_options(populate_existing=True) if lock else asked)


def find_standing(r: Reading, subject_kind: str, subject_id: str, code: str) -> Document | None:
    """The version that stands (draft, made, signed or served), for the house's own steps."""
    return r.session.scalar(for_house(_of_subject(subject_kind, subject_id, code).where(Document.status != DocumentStatus.VOID.value)))


def find_latest(r: Reading, subject_kind: str, subject_id: str, code: str) -> Document | None:
    """The highest version, void or not, for the house's own steps."""
    return r.session.scalar(for_house(_of_subject(subject_kind, subject_id, code)))


def list_versions(r: Reading, document: Document) -> Sequence[Document]:
    """All versions of a paper that the caller has read through its scope, newest first."""
    of_paper = _of_subject(document.subject_kind, document.subject_id, document.code, limit=50)
    return r.session.scalars(_seen(of_paper.options(*_BULK), r.actor)).all()


def list_documents(r: Reading, wanted: Wanted) -> Sequence[Document]:
    """A page of papers in scope, newest first; one more than a page says that there is a next."""
    chosen = select(Document).where(*_conditions(wanted)).options(*_BULK).order_by(Document.made_at.desc(), Document.id.desc())
    return r.session.scalars(_seen(chosen.offset((wanted.page - 1) * PAGE).limit(PAGE + 1), r.actor)).all()


def count_by_status(r: Reading, wanted: Wanted) -> dict[str, int]:
    """How many papers stand in each status, in scope and within the other conditions."""
    others = Wanted(code=wanted.code, case_id=wanted.case_id, search=wanted.search)
    counted = select(Document.status, func.count(Document.id)).where(*_conditions(others)).group_by(Document.status)
    return dict(r.session.execute(_seen(counted, r.actor)).all())


def _seen(statement: Statement, actor: Actor) -> Statement:
    return in_scope(statement, Document, actor).where(_not_secret_to(actor))


def _not_secret_to(actor: Actor) -> ColumnElement[bool]:
    if actor.is_system:
        return true()
    return or_(Document.secret.is_(False), Document.case_id.in_(select(CasePanel.case_id).where(CasePanel.person_id == actor.id)))


def _of_subject(subject_kind: str, subject_id: str, code: str, limit: int = 1) -> Select[Document]:
    same = (Document.subject_kind == subject_kind, Document.subject_id == subject_id, Document.code == code)
    return select(Document).where(*same).order_by(Document.version_no.desc()).limit(limit)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    said = [Document.status == wanted.status] if wanted.status else [Document.status != DocumentStatus.VOID.value]
    if wanted.code:
        said.append(Document.code == wanted.code)
    if wanted.case_id:
        said.append(Document.case_id == wanted.case_id)
    if wanted.search:
        said.append(or_(Document.title.contains(wanted.search, autoescape=True), Document.case_number.contains(wanted.search, autoescape=True)))
    return said
