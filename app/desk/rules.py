"""法规库 (S30): every rule of the law as code, searched, and each with its article, validity, use and a trial that runs. For everybody signed in."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.desk.trial_rows import TRIALS, UNTRIED
from app.desk.trials import run_trial
from app.domains.courts.forms import switch_form
from app.domains.courts.permissions import SWITCH_RULES
from app.domains.courts.switches import find_switch
from app.kernel.errors import NotFound
from app.kernel.permission import SIGNED_IN
from app.law.findings import Status
from app.law.rulebook import NOT_APPLIED, RULES, Rule, Stage, search
from app.web.access import house, me, permits, reading

pages = Blueprint("rules", __name__)
STATUS_WORDS = {Status.VERIFIED: "已核", Status.SECOND: "二级来源", Status.UNVERIFIED: "待核", Status.INFERENCE: "推定"}


@pages.get("/rules")
@permits(SIGNED_IN)
def list_page() -> ResponseReturnValue:
    """S30."""
    words = request.args.get("q", "").strip()[:60]
    stage, status = request.args.get("stage", ""), request.args.get("status", "")
    found = [each for each in search(words) if stage in ("", each.stage.value) and status in ("", each.status.value)]
    return render_template(
        "rules/list.html", found=found, words=words, stage=stage, status=status, stages=list(Stage), statuses=STATUS_WORDS, trials=TRIALS, total=len(RULES)
    )


@pages.get("/rules/<path:rule_id>")
@permits(SIGNED_IN)
def page(rule_id: str) -> ResponseReturnValue:
    """One rule; its trial runs with what stands in the address, or with the worked example."""
    rule = RULES.get(rule_id)
    if rule is None:
        raise NotFound
    trial = run_trial(TRIALS[rule_id], request.args) if rule_id in TRIALS else None
    used = "" if rule.applied_in == NOT_APPLIED else rule.applied_in
    with reading() as r:
        switch = find_switch(r, me().court_id, rule_id)
    form = switch_form(switch) if switch and SWITCH_RULES.held_by(me()) else None
    return render_template(
        "rules/page.html",
        rule=rule,
        trial=trial,
        untried=UNTRIED.get(rule_id, ""),
        used=used,
        status=STATUS_WORDS[rule.status],
        force=_force(rule),
        switch=switch,
        switch_form=form,
    )


def _force(rule: Rule) -> bool:
    return rule.in_force_on(house().clock.today())
