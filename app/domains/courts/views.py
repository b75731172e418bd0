"""Switching a rule of second hand, from its page in 法规库."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue

from app.domains.courts.forms import SwitchForm
from app.domains.courts.permissions import SWITCH_RULES
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
