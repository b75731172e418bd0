"""What clerk, judge and president do with the lot's papers: enter the facts that no register holds, and sign what was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.demonstration.acts import Playing
from app.demonstration.stage import Stage
from app.domains.cases.queries import house_case
from app.domains.documents import service as documents
from app.domains.documents.queries import get_document
from app.domains.documents.tables import Document
from app.domains.documents.types import DocumentStatus
from app.infra.unit_of_work import for_house
from app.kernel.clock import local
from app.kernel.money import Money
from app.law.fees import enforcement_fee


def fill(stage: Stage, playing: Playing, code: str, filled: Mapping[str, Any]) -> None:
    """The clerk enters what is missing in the draft of a paper; a paper that is whole stays as it is."""
    for paper_id in _papers(stage, playing, code, DocumentStatus.DRAFT):
        with stage.work("clerk") as w:
            missing = {path for path, _ in get_document(w, paper_id).faults}
            documents.fill_in(w, paper_id, {path: value for path, value in filled.items() if path in missing})


def sign(stage: Stage, playing: Playing, login: str, *codes: str) -> None:
    """Somebody reads and signs every complete paper of some kinds of this lot."""
    for code in codes:
        for paper_id in _papers(stage, playing, code, DocumentStatus.MADE):
            with stage.work(login) as w:
                documents.sign(w, paper_id, digest=get_document(w, paper_id).digest)


def fill_auction_ruling(stage: Stage, playing: Playing) -> None:
    """Service of the enforcement notice: two days after the filing by hand, four days to perform."""
    with stage.reading() as r:
        filed_on = house_case(r, playing.memo["case"]).filed_on
    days = {"notice_served_on": 2, "perform_deadline_on": 6}
    fill(stage, playing, "auction_ruling", {path: (filed_on + timedelta(days=later)).isoformat() for path, later in days.items()})


def fill_closing_notice(stage: Stage, playing: Playing) -> None:
    """How the price was paid out: the enforcement fee by its bands (EX-32), the rest to the applicant; the parties' settlement ended the debt."""
    price: Money = playing.memo["price"]
    fee = enforcement_fee(price)
    payout = {
        "closing_way": "和解履行完毕",
        "paid_to_applicant": (price - fee).fen,
        "fees": fee.fen,
        "debtor_refund": 0,
        "measures_released": [f"对{playing.lot.title}的查封、扣押"],
        "fulfilled_on": local(stage.house.clock.now()).date().isoformat(),
    }
    fill(stage, playing, "closing_notice", payout)


def _papers(stage: Stage, playing: Playing, code: str, status: DocumentStatus) -> list[str]:
    """The papers of the lot, and those of its whole case."""
    with stage.reading() as r:
        found = r.session.execute(
            for_house(
                select(Document.id, Document.asset_id)
                .where(Document.case_id == playing.memo["case"], Document.code == code, Document.status == status.value)
                .order_by(Document.made_at, Document.id)
            )
        )
        return [paper_id for paper_id, asset_id in found if asset_id in (None, playing.memo["asset"])]
