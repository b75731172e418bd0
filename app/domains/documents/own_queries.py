"""Reads of a court's own templates: the people of a court see their court's."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from app.domains.documents.tables import DocumentTemplate
from app.infra.unit_of_work import Reading, for_house, within
from app.kernel.errors import NotFound


def get_template(r: Reading, template_id: str) -> DocumentTemplate:
    """A template of the actor's court; NotFound otherwise."""
    own = select(DocumentTemplate).where(DocumentTemplate.id == template_id, DocumentTemplate.court_id == (r.actor.court_id or ""))
    found = r.session.scalar(within(own, "templates"))
    if found is None:
        raise NotFound
    return found


def list_templates(r: Reading) -> Sequence[DocumentTemplate]:
    """All versions of the actor's court, by paper, the newest first."""
    own = select(DocumentTemplate).where(DocumentTemplate.court_id == (r.actor.court_id or ""))
    return r.session.scalars(within(own.order_by(DocumentTemplate.code, DocumentTemplate.version_no.desc()), "templates")).all()


def template_in_use(r: Reading, court_id: str, code: str) -> DocumentTemplate | None:
    """The template with which a court's papers of a kind are made now; None: the house's own."""
    same = (DocumentTemplate.court_id == court_id, DocumentTemplate.code == code, DocumentTemplate.status == "accepted")
    return r.session.scalar(for_house(select(DocumentTemplate).where(*same)))


def house_template(r: Reading, template_id: str) -> DocumentTemplate:
    """A template for the house's own jobs."""
    return r.session.scalars(for_house(select(DocumentTemplate).where(DocumentTemplate.id == template_id))).one()


def content_of(r: Reading, template_id: str | None) -> bytes | None:
    """The docx that a paper was made with; None for the house's own."""
    return r.session.scalar(for_house(select(DocumentTemplate.content).where(DocumentTemplate.id == template_id))) if template_id else None


def latest_number(r: Reading, court_id: str, code: str) -> int:
    """The highest version of a court's templates of a paper; 0 for none."""
    same = (DocumentTemplate.court_id == court_id, DocumentTemplate.code == code)
    return r.session.scalar(for_house(select(func.max(DocumentTemplate.version_no)).where(*same))) or 0
