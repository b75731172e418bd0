"""Pages of settlements: what is owed and came (S17), the sale ruling and its service, and the list of rulings (S18)."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.forms import told
from app.domains.cases.types import IdKind
from app.domains.settlements import (
    deposits,
    distribution_views,
    expense_views,
    money_views,
    qualifying,
    queries,
    service,
    statement_views,
    unsold,
    unsold_views,
)
from app.domains.settlements.export import accounts_workbook
from app.domains.settlements.forms import CHECKS, BuyerForm, ReceiptForm, ServeForm
from app.domains.settlements.paging import show_page, to_page
from app.domains.settlements.permissions import BOOK_RECEIPT, EXPORT_SETTLEMENTS, MAKE_RULING, NAME_BUYER, SEE_SETTLEMENTS, SERVE_RULING
from app.domains.settlements.rules import SettlementStatus
from app.domains.settlements.showing import list_accounts
from app.infra.slices import Slice
from app.kernel.errors import Conflict, Invalid, NotNow
from app.law.subjects import AssetKind
from app.web.access import permits, reading, work
from app.web.lists import asked_slice, listed, workbook_answer

pages = Blueprint("settlements", __name__)
more_pages = (money_views.pages, expense_views.pages, statement_views.pages, distribution_views.pages, unsold_views.pages)
VIEWS = {
    "": ("办理中", queries.OPEN),
    "due": ("待付余款", (SettlementStatus.BALANCE_DUE, SettlementStatus.PART_PAID)),
    "ruling": ("待作裁定", (SettlementStatus.PAID,)),
    "default": ("悔拍", (SettlementStatus.DEFAULTED,)),
    "done": ("已结清", (SettlementStatus.SETTLED,)),
}
RULINGS = (SettlementStatus.PAID, SettlementStatus.RULING_DUE, SettlementStatus.RULING_SERVED)


@pages.get("/settlements", defaults={"view": ""})
@pages.get("/settlements/list/<any(due,ruling,default,done):view>")
@permits(SEE_SETTLEMENTS)
def index(view: str) -> ResponseReturnValue:
    """款项: soonest due first."""
    asked = asked_slice()
    with reading() as r:
        accounts = listed(list_accounts(r, asked, statuses=VIEWS[view][1]), asked)
    return render_template("settlements/list.html", accounts=accounts, view=view, views=VIEWS)


@pages.get("/settlements/export", defaults={"view": ""})
@pages.get("/settlements/export/<any(due,ruling,default,done):view>")
@permits(EXPORT_SETTLEMENTS)
def export(view: str) -> ResponseReturnValue:
    """The searched list as a workbook; that it was taken is recorded."""
    with work() as w:
        accounts = list_accounts(w, Slice(asked_slice().search, size=0), statuses=VIEWS[view][1])
        service.record_export(w, len(accounts))
    return workbook_answer(accounts_workbook(accounts), "settlements")


@pages.get("/rulings")
@permits(SEE_SETTLEMENTS)
def rulings() -> ResponseReturnValue:
    """裁定过户: what awaits its ruling or service."""
    asked = asked_slice()
    with reading() as r:
        accounts = listed(list_accounts(r, asked, statuses=RULINGS), asked)
    return render_template("settlements/rulings.html", accounts=accounts)


@pages.get("/lots/<round_id>/money")
@permits(SEE_SETTLEMENTS)
def of_lot(round_id: str) -> ResponseReturnValue:
    """The settlement of a lot; of a lot without a buyer what follows it, of a withdrawn one its deposits."""
    with reading() as r:
        if (failed := unsold.find_of_round(r, round_id)) is not None and queries.find_of_round(r, round_id) is None:
            return redirect(url_for("unsold.page", unsold_id=failed.id), 303)
        if queries.find_of_round(r, round_id) is None and deposits.is_listed(r, round_id):
            return redirect(url_for("withdrawn.page", round_id=round_id), 303)
        return to_page(queries.get_of_round(r, round_id).id)


@pages.get("/settlements/<settlement_id>")
@permits(SEE_SETTLEMENTS)
def page(settlement_id: str) -> ResponseReturnValue:
    """S17."""
    return show_page(settlement_id)


@pages.post("/settlements/<settlement_id>/receipts")
@permits(BOOK_RECEIPT)
def book(settlement_id: str) -> ResponseReturnValue:
    """登记到账."""
    form, status = ReceiptForm(prefix=""), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.book_receipt(w, settlement_id, form.to_command())
            return to_page(settlement_id)
        except (Invalid, Conflict, NotNow) as refusal:
            status = told(form, refusal)
    return show_page(settlement_id, receipt=form), status


@pages.post("/settlements/<settlement_id>/buyer")
@permits(NAME_BUYER)
def name_buyer(settlement_id: str) -> ResponseReturnValue:
    """登记买受人."""
    form, status = BuyerForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.name_buyer(w, settlement_id, **form.told_facts(), id_kind=IdKind(form.id_kind.data))
            return to_page(settlement_id)
        except (Invalid, Conflict, NotNow) as refusal:
            status = told(form, refusal)
    return show_page(settlement_id, buyer=form), status


@pages.post("/settlements/<settlement_id>/eligibility")
@permits(NAME_BUYER)
def check_buyer(settlement_id: str) -> ResponseReturnValue:
    """登记资格核验."""
    with reading() as r:
        kind = qualifying.kind_of(r, queries.get_settlement(r, settlement_id))
    form, status = CHECKS[kind or AssetKind.HOUSE](), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                qualifying.check(w, settlement_id, form.to_command())
            return to_page(settlement_id)
        except (Invalid, Conflict, NotNow) as refusal:
            status = told(form, refusal)
    return show_page(settlement_id, check=form), status


@pages.post("/settlements/<settlement_id>/ruling")
@permits(MAKE_RULING)
def make_ruling(settlement_id: str) -> ResponseReturnValue:
    """作出成交裁定."""
    with work() as w:
        service.make_ruling(w, settlement_id)
    return to_page(settlement_id)


@pages.post("/settlements/<settlement_id>/service")
@permits(SERVE_RULING)
def serve(settlement_id: str) -> ResponseReturnValue:
    """登记送达."""
    form, status = ServeForm(), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                service.serve_ruling(w, settlement_id, served_on=form.served_on.data, way=str(form.way.data))
            return to_page(settlement_id)
        except (Invalid, Conflict, NotNow) as refusal:
            status = told(form, refusal)
    return show_page(settlement_id, served=form), status
