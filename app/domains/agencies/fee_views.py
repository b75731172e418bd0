"""Pages of an agency's fees: what was earned, the month's statements with confirm, objection, settlement and spreadsheet."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.agencies import fees, queries, sheet
from app.domains.agencies.forms import FeeForm, MonthForm, NoteForm
from app.domains.agencies.permissions import ANSWER_BILL, BILL, SEE_DEALINGS, SETTLE_BILL
from app.domains.agencies.task_kinds import TASK_KIND_NAMES
from app.domains.agencies.types import STATEMENT_NAMES, StatementState
from app.domains.audit.service import record
from app.domains.courts.queries import court_names
from app.infra.workbooks import XLSX
from app.kernel.errors import Invalid, NotNow
from app.web.access import me, permits, reading, work

bills = Blueprint("bills", __name__)


@bills.get("/agencies/<agency_id>/fees")
@permits(SEE_DEALINGS)
def page(agency_id: str) -> ResponseReturnValue:
    """费用."""
    return _page(agency_id, MonthForm(formdata=None))


@bills.post("/agencies/<agency_id>/statements")
@permits(BILL)
def make(agency_id: str) -> ResponseReturnValue:
    """出具月结单."""
    form = MonthForm()
    try:
        form.require_valid()
        with work() as w:
            statement = fees.make_statement(w, queries.get_agency(w, agency_id).id, str(form.month.data or "").strip())
    except (Invalid, NotNow) as refusal:
        form.month.errors = [*form.month.errors, refusal.message]
        return _page(agency_id, form), refusal.status
    return redirect(url_for("bills.statement", statement_id=statement.id), 303)


@bills.post("/fees/<fee_id>")
@permits(BILL)
def set_fee(fee_id: str) -> ResponseReturnValue:
    """核定费用."""
    form = FeeForm()
    form.require_valid()
    with work() as w:
        fee = fees.set_fee(w, fee_id, form.money(), str(form.note.data or ""))
    if fee.statement_id:
        return redirect(url_for("bills.statement", statement_id=fee.statement_id), 303)
    return redirect(url_for("bills.page", agency_id=fee.agency_id), 303)


@bills.get("/statements/<statement_id>")
@permits(SEE_DEALINGS)
def statement(statement_id: str) -> ResponseReturnValue:
    """One month's statement."""
    with reading() as r:
        found = fees.get_statement(r, statement_id)
        shown = {"agency": queries.get_agency(r, found.agency_id), "lines": fees.list_fees(r, found.agency_id, statement_id=found.id)}
        courts = court_names(r.session, {found.court_id})
    may = {"answer": ANSWER_BILL.held_by(me()), "settle": SETTLE_BILL.held_by(me()), "bill": BILL.held_by(me())}
    forms = {"note": NoteForm(formdata=None), "fee": FeeForm(formdata=None)}
    words = {"kinds": TASK_KIND_NAMES, "states": STATEMENT_NAMES, "state": StatementState(found.state), "court": courts.get(found.court_id, "")}
    return render_template("agencies/statement.html", statement=found, **shown, **words, forms=forms, may=may)


@bills.post("/statements/<statement_id>/answer")
@permits(ANSWER_BILL)
def answer(statement_id: str) -> ResponseReturnValue:
    """确认, or 有异议 with its reason."""
    objection = request.form.get("objection", "")
    if request.form.get("verdict") == "object" and not objection.strip():
        raise Invalid("写明异议的理由", field="objection")
    with work() as w:
        fees.answer_statement(w, statement_id, objection=objection if request.form.get("verdict") == "object" else "")
    return redirect(url_for("bills.statement", statement_id=statement_id), 303)


@bills.post("/statements/<statement_id>/settle")
@permits(SETTLE_BILL)
def settle(statement_id: str) -> ResponseReturnValue:
    """结算."""
    form = NoteForm()
    with work() as w:
        fees.settle_statement(w, statement_id, str(form.note.data or ""))
    return redirect(url_for("bills.statement", statement_id=statement_id), 303)


@bills.get("/statements/<statement_id>/sheet")
@permits(SEE_DEALINGS)
def download(statement_id: str) -> ResponseReturnValue:
    """The statement as xlsx; the download is in the trail."""
    with work() as w:
        found = fees.get_statement(w, statement_id)
        content = sheet.workbook_of(found, queries.agency_name(w.session, found.agency_id))
        record(w, "agency.statement_downloaded", "agency", found.agency_id, f"下载 {found.month} 月结单", digest=found.digest)
    head = {"Content-Type": XLSX, "Content-Disposition": f'attachment; filename="statement-{found.month}.xlsx"'}
    return content, 200, head


def _page(agency_id: str, form: MonthForm) -> str:
    with reading() as r:
        agency = queries.get_agency(r, agency_id)
        loose, statements = fees.list_fees(r, agency.id), fees.list_statements(r, agency.id)
        courts = court_names(r.session, {each.court_id for each in loose} | {each.court_id for each in statements})
    shown = {"agency": agency, "loose": loose, "statements": statements, "courts": courts, "kinds": TASK_KIND_NAMES, "states": STATEMENT_NAMES}
    return render_template("agencies/fees.html", **shown, form=form, fee_form=FeeForm(formdata=None), may_bill=BILL.held_by(me()))
