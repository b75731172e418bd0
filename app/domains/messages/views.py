"""The inbox: one's own messages, unread first; opening one marks it read and goes where the act is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.messages import queries, service
from app.kernel.permission import SIGNED_IN
from app.web.access import permits, reading, safe_next, work

pages = Blueprint("messages", __name__)


@pages.get("/inbox")
@permits(SIGNED_IN)
def list_page() -> ResponseReturnValue:
    """收件箱."""
    with reading() as r:
        messages, unread = queries.list_mine(r), queries.count_unread(r)
    return render_template("messages/inbox.html", messages=messages, unread=unread)


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
