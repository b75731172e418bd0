"""Reads of valuations, in the scope of their case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from app.domains.cases.queries import in_scope
from app.domains.valuations.tables import AgreementFigure, Appraisal, AppraiserChoice, PriceObjection, PriceReport, ReportDelivery, Valuation
from app.infra.unit_of_work import Reading, for_house
from app.kernel.errors import NotFound


def get_valuation(r: Reading, valuation_id: str, *, lock: bool = False) -> Valuation:
    """A valuation in the actor's scope; NotFound otherwise. Locked where what is decided hangs on all of its rows."""
    return _found(r.session.scalar(in_scope(_of_id(valuation_id, lock=lock), Valuation, r.actor)))


def house_valuation(r: Reading, valuation_id: str, *, lock: bool = False) -> Valuation:
    """A valuation for the house's own steps; locked where what is decided hangs on all of its rows."""
    return _found(r.session.scalar(for_house(_of_id(valuation_id, lock=lock))))


def list_of_asset(r: Reading, asset_id: str) -> Sequence[Valuation]:
    """Ways tried for an asset, in order."""
    return r.session.scalars(
        in_scope(select(Valuation).where(Valuation.asset_id == asset_id).order_by(Valuation.started_at, Valuation.id), Valuation, r.actor)
    ).all()


def list_running(r: Reading) -> Sequence[Valuation]:
    """Ways under way in scope, earliest due first."""
    return r.session.scalars(in_scope(select(Valuation).where(Valuation.status == "running").order_by(Valuation.due_on), Valuation, r.actor)).all()


def count_running(r: Reading) -> int:
    """How many are under way."""
    return r.session.scalar(in_scope(select(func.count(Valuation.id)).where(Valuation.status == "running"), Valuation, r.actor)) or 0


def list_reports(r: Reading, valuation_ids: Sequence[str]) -> Sequence[PriceReport]:
    """Reports of some valuations, by platform; for whoever holds them."""
    return r.session.scalars(for_house(select(PriceReport).where(PriceReport.valuation_id.in_(list(valuation_ids))).order_by(PriceReport.platform))).all()


def house_report(r: Reading, report_id: str) -> PriceReport:
    """A platform's order for the house's own steps."""
    found = r.session.scalar(for_house(select(PriceReport)).where(PriceReport.id == report_id))
    if found is None:
        raise NotFound
    return found


def get_report(r: Reading, valuation_id: str, report_id: str) -> PriceReport:
    """A report of a valuation in the actor's scope; NotFound otherwise."""
    wanted = select(PriceReport).where(PriceReport.id == report_id, PriceReport.valuation_id == valuation_id)
    found = r.session.scalar(in_scope(wanted, PriceReport, r.actor))
    if found is None:
        raise NotFound
    return found


def list_figures(r: Reading, valuation_id: str) -> Sequence[AgreementFigure]:
    """Both sides' figures: only for the house until both are in (the service guards what is shown)."""
    return r.session.scalars(for_house(select(AgreementFigure).where(AgreementFigure.valuation_id == valuation_id).order_by(AgreementFigure.side))).all()


def claim_reports(r: Reading, now: datetime, limit: int = 50) -> Sequence[PriceReport]:
    """Reports that are due to be ordered or asked for."""
    return r.session.scalars(
        for_house(select(PriceReport).where(PriceReport.next_at <= now, PriceReport.value.is_(None)).order_by(PriceReport.next_at).limit(limit))
    ).all()


def get_report_row(r: Reading, valuation_id: str, report_id: str) -> PriceReport | Appraisal:
    """A platform's report or an appraiser's order of a valuation, by its id; NotFound otherwise."""
    platform = r.session.scalar(for_house(select(PriceReport).where(PriceReport.id == report_id, PriceReport.valuation_id == valuation_id)))
    appraiser = r.session.scalar(for_house(select(Appraisal).where(Appraisal.id == report_id, Appraisal.valuation_id == valuation_id)))
    if found := platform or appraiser:
        return found
    raise NotFound


def list_appraisals(r: Reading, valuation_ids: Sequence[str]) -> Sequence[Appraisal]:
    """Appraisers of some valuations in their order; for whoever holds them."""
    return r.session.scalars(for_house(select(Appraisal).where(Appraisal.valuation_id.in_(list(valuation_ids))).order_by(Appraisal.place))).all()


def get_appraisal(r: Reading, appraisal_id: str) -> Appraisal:
    """An appraiser's order in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(Appraisal), Appraisal, r.actor).where(Appraisal.id == appraisal_id))
    if found is None:
        raise NotFound
    return found


def house_appraisal(r: Reading, appraisal_id: str) -> Appraisal:
    """An appraiser's order for the house's own steps."""
    found = r.session.scalar(for_house(select(Appraisal)).where(Appraisal.id == appraisal_id))
    if found is None:
        raise NotFound
    return found


def find_choice(r: Reading, valuation_id: str) -> AppraiserChoice | None:
    """How the three appraisers were found; for whoever holds the valuation."""
    return r.session.scalar(for_house(select(AppraiserChoice).where(AppraiserChoice.valuation_id == valuation_id)))


def list_deliveries(r: Reading, valuation_ids: Sequence[str]) -> Sequence[ReportDelivery]:
    """What was sent to whom, in order; for whoever holds the valuations."""
    wanted = select(ReportDelivery).where(ReportDelivery.valuation_id.in_(list(valuation_ids))).order_by(ReportDelivery.id)
    return r.session.scalars(for_house(wanted)).all()


def list_objections(r: Reading, valuation_ids: Sequence[str]) -> Sequence[PriceObjection]:
    """Objections in the order they were entered; for whoever holds the valuations."""
    wanted = select(PriceObjection).where(PriceObjection.valuation_id.in_(list(valuation_ids))).order_by(PriceObjection.id)
    return r.session.scalars(for_house(wanted)).all()


def house_delivery(r: Reading, delivery_id: str) -> ReportDelivery:
    """A delivery for the house's own steps."""
    found = r.session.scalar(for_house(select(ReportDelivery).where(ReportDelivery.id == delivery_id)))
    if found is None:
        raise NotFound
    return found


def get_delivery(r: Reading, delivery_id: str) -> ReportDelivery:
    """A delivery in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(ReportDelivery), ReportDelivery, r.actor).where(ReportDelivery.id == delivery_id))
    if found is None:
        raise NotFound
    return found


def get_objection(r: Reading, objection_id: str) -> PriceObjection:
    """An objection in the actor's scope; NotFound otherwise."""
    found = r.session.scalar(in_scope(select(PriceObjection), PriceObjection, r.actor).where(PriceObjection.id == objection_id))
    if found is None:
        raise NotFound
    return found


def find_settled(r: Reading, asset_id: str) -> Valuation | None:
    """The way whose price an asset has; for the house's steps."""
    wanted = (
        select(Valuation)
        .where(Valuation.asset_id == asset_id, Valuation.status == "settled")
        .order_by(Valuation.settled_at.desc(), Valuation.id.desc())
        .limit(1)
    )
    return r.session.scalars(for_house(wanted)).first()


def _of_id(valuation_id: str, *, lock: bool) -> Select[Valuation]:
    wanted = select(Valuation).where(Valuation.id == valuation_id)
    return wanted.with_for_update().execution_options(populate_existing=True) if lock else wanted


def _found(found: Valuation | None) -> Valuation:
    if found is None:
        raise NotFound
    return found
