"""节假日日历: the years, reading a notice, what it would move, and the yes."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.courts.notices import NoticedDay, read_notice, read_sheet
from app.domains.courts.queries import list_years, load_calendar
from app.domains.deadlines import calendar_years
from app.domains.deadlines.forms import NoticeForm
from app.domains.deadlines.permissions import CALENDAR_YEARS
from app.domains.deadlines.queries import list_drafts
from app.kernel.errors import Conflict, Invalid
from app.sites.contract import Changed
from app.sites.sheetfile import csv_of, is_sheet
from app.web.access import permits, reading, work
from app.web.forms import PaperForm
from app.web.lists import asked_slice, listed

pages = Blueprint("calendar_years", __name__)


@pages.get("/admin/calendar")
@permits(CALENDAR_YEARS)
def page() -> ResponseReturnValue:
    """The years, and the form of a notice."""
    return _page(NoticeForm(formdata=None))


@pages.post("/admin/calendar")
@permits(CALENDAR_YEARS)
def read() -> ResponseReturnValue:
    """Read a notice into a draft."""
    form = NoticeForm()
    try:
        form.require_valid()
        with work() as w:
            calendar_years.keep_draft(w, form.year.data or 0, _read(form), provisional=bool(form.provisional.data), source=str(form.source.data))
    except Invalid as refusal:
        form.take_faults(refusal)
        return _page(form), refusal.status
    return redirect(url_for("calendar_years.draft", year=form.year.data), 303)


@pages.get("/admin/calendar/<int:year>")
@permits(CALENDAR_YEARS)
def draft(year: int) -> ResponseReturnValue:
    """What it would move, before → after (M-49)."""
    return _draft(year, "")


@pages.post("/admin/calendar/<int:year>/confirm")
@permits(CALENDAR_YEARS)
def confirm(year: int) -> ResponseReturnValue:
    """确认."""
    PaperForm().require_valid()
    try:
        with work() as w:
            calendar_years.confirm(w, year)
    except Conflict as refusal:
        return _draft(year, refusal.message), refusal.status
    return redirect(url_for("calendar_years.page"), 303)


@pages.post("/admin/calendar/<int:year>/discard")
@permits(CALENDAR_YEARS)
def discard(year: int) -> ResponseReturnValue:
    """放弃."""
    with work() as w:
        calendar_years.discard(w, year)
    return redirect(url_for("calendar_years.page"), 303)


def _page(form: NoticeForm) -> str:
    with reading() as r:
        years, drafts, calendar = list_years(r.session), list_drafts(r), load_calendar(r.session)
    return render_template("deadlines/calendar.html", years=years, drafts=drafts, version=calendar.version, form=form)


def _draft(year: int, refused: str) -> str:
    asked = replace(asked_slice(), search="")
    with reading() as r:
        kept = calendar_years.get_draft(r, year)
        effect = calendar_years.effect_of(r, kept, asked)
    return render_template("deadlines/calendar_draft.html", draft=kept, effect=effect, moving=listed(effect.moving, asked), refused=refused)


def _read(form: NoticeForm) -> list[NoticedDay]:
    year, whole = form.year.data or 0, not form.provisional.data
    sheet = form.sheet.data
    if not sheet or not sheet.filename:
        return read_notice(form.words.data or "", year, whole=whole)
    content = sheet.read()
    try:
        return read_sheet(csv_of(sheet.filename, content) if is_sheet(content) else content, year, whole=whole)
    except Changed as fault:
        raise Invalid(str(fault), field="sheet") from fault
