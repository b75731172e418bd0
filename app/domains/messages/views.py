"""The inbox: one's own messages, unread first; opening one marks it read and goes where the act is. And how one wants to be told of them elsewhere."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.forms import told
from app.domains.messages import admin_views, queries, service, showing
from app.domains.messages.forms import HabitsForm, habits_form
from app.domains.messages.gathering import gathered
from app.domains.messages.habits import habits_of, set_habits
from app.domains.messages.types import Habits
from app.infra.unit_of_work import Reading
from app.kernel.errors import Conflict, Invalid
from app.kernel.permission import SIGNED_IN
from app.web.access import house, me, permits, reading, safe_next, work
from app.web.lists import asked_slice, listed

pages = Blueprint("messages", __name__)
more_pages = (admin_views.pages,)


@pages.get("/inbox")
@permits(SIGNED_IN)
def list_page() -> ResponseReturnValue:
    """收件箱."""
    asked = replace(asked_slice(), search="")
    with reading() as r:
        page, unread = listed(queries.list_mine(r, asked), asked), queries.count_unread(r)
        halves = gathered(r, page.rows)
    return render_template("messages/inbox.html", page=page, halves=halves, unread=unread)


@pages.post("/inbox/<message_id>/open")
@permits(SIGNED_IN)
def open_message(message_id: str) -> ResponseReturnValue:
    """Mark one as read and go to its page."""
    with work() as w:
        link = service.open_message(w, message_id)
    return redirect(safe_next(link) if link else url_for("messages.list_page"), 303)


@pages.post("/inbox/read")
@permits(SIGNED_IN)
def read_all() -> ResponseReturnValue:
    """全部已读."""
    with work() as w:
        service.mark_read(w)
    return redirect(url_for("messages.list_page"), 303)


@pages.get("/me/notices")
@permits(SIGNED_IN)
def habits_page() -> ResponseReturnValue:
    """我的提醒设置."""
    with reading() as r:
        return _habits(r)


@pages.post("/me/notices")
@permits(SIGNED_IN)
def change_habits() -> ResponseReturnValue:
    """Keep what was chosen; what is wrong stays on the page."""
    form = HabitsForm()
    with reading() as r:
        shown = [each.code for each in showing.open_channels(r, house().settings.mail_url)]
    try:
        with work() as w:
            set_habits(w, form.to_command(request.form, shown))
    except (Invalid, Conflict) as refusal:
        status = told(form, refusal)
        with reading() as r:
            return _habits(r, form), status
    return redirect(url_for("messages.habits_page", saved=1), 303)


def _habits(r: Reading, form: HabitsForm | None = None) -> str:
    habits = habits_of(r.session, [me().id]).get(me().id, Habits())
    channels = showing.open_channels(r, house().settings.mail_url)
    shown = {"form": form or habits_form(habits), "matrix": showing.matrix_of(habits, channels, request.form), "channels": channels}
    return render_template("messages/habits.html", **shown, choices=showing.CHOICES, saved="saved" in request.args)
