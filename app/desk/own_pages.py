"""Small pages of the shell: the header's counters, 更多, 个人设置, 使用手册, and the living page of all macros."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.desk import header_rows
from app.desk.design import sample
from app.desk.frame import counts_here, due_href
from app.desk.menu import MENU
from app.kernel.permission import SIGNED_IN
from app.web.access import me, permits, reading

pages = Blueprint("own", __name__)


@pages.get("/header")
@permits(SIGNED_IN)
def header() -> ResponseReturnValue:
    """The two counters, polled each minute."""
    with reading() as r:
        counts = counts_here(r)
    return render_template("layout/counters.html", due_href=due_href(me()), due_today=counts.get("due_today", 0), inbox_unread=counts.get("inbox", 0))


@pages.get("/header/due")
@permits(SIGNED_IN)
def due() -> ResponseReturnValue:
    """What is due today, under its button."""
    with reading() as r:
        return render_template("layout/due_panel.html", rows=header_rows.due_rows(r), due_href=due_href(me()))


@pages.get("/header/inbox")
@permits(SIGNED_IN)
def newest() -> ResponseReturnValue:
    """The newest messages, under their button."""
    with reading() as r:
        return render_template("layout/inbox_panel.html", halves=header_rows.message_rows(r))


@pages.get("/more")
@permits(SIGNED_IN)
def more() -> ResponseReturnValue:
    """The whole menu as a page, for phones."""
    return render_template("layout/more.html")


@pages.get("/me")
@permits(SIGNED_IN)
def mine() -> ResponseReturnValue:
    """个人设置: roles, appearance, devices."""
    return render_template("desk/me.html")


@pages.get("/manual")
@permits(SIGNED_IN)
def manual() -> ResponseReturnValue:
    """使用手册 for the reader's role."""
    entries = [entry for _, group in MENU[me().role] for entry in group]
    return render_template("desk/manual.html", entries=entries)


@pages.get("/design")
@permits(SIGNED_IN)
def design() -> ResponseReturnValue:
    """Every macro once."""
    return render_template("design.html", sample=sample())
