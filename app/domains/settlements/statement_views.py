"""Pages of bank statements: the file, its template, lines that wait for a person (待认领)."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets.sheets import template_of
from app.domains.settlements import statements
from app.domains.settlements.acting import attempt
from app.domains.settlements.money_forms import ClaimForm, ReasonForm, StatementForm
from app.domains.settlements.permissions import BOOK_RECEIPT, SEE_SETTLEMENTS
from app.domains.settlements.statement_rules import SHEETS
from app.domains.settlements.statements import Taken
from app.infra.workbooks import XLSX
from app.web.access import me, permits, reading
from app.web.forms import PaperForm

pages = Blueprint("statements", __name__)


@pages.get("/settlements/statements")
@permits(SEE_SETTLEMENTS)
def index() -> ResponseReturnValue:
    """导入银行流水 and 待认领."""
    return _page()


@pages.get("/settlements/statements/template.xlsx")
@permits(SEE_SETTLEMENTS)
def template() -> ResponseReturnValue:
    """The empty workbook."""
    return Response(template_of(SHEETS), mimetype=XLSX, headers={"Content-Disposition": "attachment; filename=bank-statement.xlsx"})


@pages.post("/settlements/statements")
@permits(BOOK_RECEIPT)
def take() -> ResponseReturnValue:
    """导入."""
    form, taken = StatementForm(), list[Taken]()
    file = request.files.get("file")
    content, name = (file.read(), file.filename or "") if file else (b"", "")
    if status := attempt(form, lambda w: taken.append(statements.import_statement(w, content, name))):
        return _page(form), status
    return _page(taken=taken[0])


@pages.post("/settlements/statements/lines/<line_id>/claim")
@permits(BOOK_RECEIPT)
def claim(line_id: str) -> ResponseReturnValue:
    """认领."""
    form = ClaimForm()
    if status := attempt(form, lambda w: statements.claim(w, line_id, str(form.settlement.data))):
        return _page(form), status
    return redirect(url_for("settlements.page", settlement_id=form.settlement.data), 303)


@pages.post("/settlements/statements/lines/<line_id>/ignore")
@permits(BOOK_RECEIPT)
def ignore(line_id: str) -> ResponseReturnValue:
    """不认领."""
    form = ReasonForm()
    if status := attempt(form, lambda w: statements.ignore(w, line_id, str(form.reason.data))):
        return _page(form), status
    return redirect(url_for("statements.index"), 303)


def _page(typed: PaperForm | None = None, taken: Taken | None = None) -> str:
    with reading() as r:
        doubtful, files, accounts = statements.list_doubtful(r), statements.list_statements(r), statements.list_open(r)
    forms = {"file": typed if isinstance(typed, StatementForm) else StatementForm(formdata=None), "ignore": ReasonForm(formdata=None)}
    may = BOOK_RECEIPT.held_by(me())
    return render_template("settlements/statements.html", doubtful=doubtful, files=files, accounts=accounts, forms=forms, typed=typed, taken=taken, may=may)
