"""A court's own settings: what it says of itself, and the switch of a rule of second hand, from its page in 法规库."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domains.courts.forms import ContactForm, SwitchForm
from app.domains.courts.permissions import KEEP_COURT, SWITCH_RULES
from app.domains.courts.queries import get_court
from app.domains.courts.service import set_contact
from app.domains.courts.switches import find_switch, switch_rule
from app.kernel.errors import Invalid, NotAllowed
from app.web.access import me, permits, reading, work

pages = Blueprint("courts", __name__)


@pages.post("/rules/<rule_id>/switch")
@permits(SWITCH_RULES)
def switch(rule_id: str) -> ResponseReturnValue:
    """Set the rule for the administrator's court."""
    form, court_id = SwitchForm(), me().court_id
    if court_id is None:
        raise NotAllowed("你没有所属法院，不能设置规则", code="no_court")
    try:
        form.require_valid()
        with work() as w:
            switch_rule(w, court_id, form.to_command(rule_id))
    except Invalid as refusal:
        form.take_faults(refusal)
        with reading() as r:
            return render_template("rules/switch_page.html", switch=find_switch(r, court_id, rule_id), switch_form=form), 422
    return redirect(f"/rules/{rule_id}", 303)


@pages.get("/court")
@permits(KEEP_COURT)
def contact() -> ResponseReturnValue:
    """本院资料."""
    return _contact(None)


@pages.post("/court")
@permits(KEEP_COURT)
def change_contact() -> ResponseReturnValue:
    """Another address or number."""
    form = ContactForm()
    try:
        form.require_valid()
        with work() as w:
            set_contact(w, _own_court(), form.to_command())
    except Invalid as refusal:
        form.take_faults(refusal)
        return _contact(form), refusal.status
    return redirect(url_for("courts.contact"), 303)


def _contact(form: ContactForm | None) -> str:
    with reading() as r:
        court = get_court(r.session, _own_court())
        return render_template("admin/court.html", court=court, form=form or ContactForm(formdata=None, obj=court))


def _own_court() -> str:
    court_id = me().court_id
    if court_id is None:
        raise NotAllowed("你没有所属法院，不能维护法院资料", code="no_court")
    return court_id
