"""The plan's page as the templates read it: head, sections with their notes, check, notices. A constant number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from app.domains.accounts.queries import names_of
from app.domains.assets.queries import get_asset_whole
from app.domains.assets.tables import Asset
from app.domains.cases.queries import house_case
from app.domains.cases.tables import Case
from app.domains.courts.queries import load_calendar
from app.domains.courts.switches import switched_off
from app.domains.plans.checks.check import check_plan
from app.domains.plans.findings import ShownCheck, ShownFinding, show_check, worst_by_field
from app.domains.plans.forms import PlanForm, mark_of, plan_form
from app.domains.plans.presence import Present, others_here
from app.domains.plans.proposals import compose
from app.domains.plans.queries import get_plan, list_reasons, list_versions
from app.domains.plans.rules import EDITABLE
from app.domains.plans.sections import Section, fines_of, hints_of, sections_of
from app.domains.plans.service import TEXTS, judged_on, panel_missing
from app.domains.plans.steps import Step, steps_of
from app.domains.plans.subjects import captions_of, facts_of, notices_of, subject_of
from app.domains.plans.tables import Plan, PlanNotice, PlanReason
from app.domains.plans.types import PlanStatus, Terms
from app.infra.unit_of_work import Reading
from app.kernel.clock import monotonic
from app.kernel.ids import new_id
from app.sites.loader import installed
from app.web import formats

UNITS = {
    "start_price": "元",
    "deposit": "元",
    "increment": "元",
    "senior_claims": "元",
    "cost": "元",
    "reduction_percent": "%",
    "bidding_hours": "小时",
    "extension_minutes": "分钟",
    "balance_days": "日",
}
HELPS = {
    "reduction_percent": "合议庭一并决定",
    "priority_holders": "每行一人：姓名、权利、顺位",
    "balance_days": "自成交起",
    "taxes": "每行一项：税种 | 依据 | 承担人",
    "arrears": "每行一项：费种 | 金额 | 截至日 | 来源 | 承担人",
}


@dataclass(frozen=True)
class Head:
    """The plan as head, forms and bars name it."""

    id: str
    title: str
    status: str
    status_extra: str
    edition: int
    case_no: str
    case_href: str
    action: str
    draft_url: str
    version: int
    key: str
    compare_href: str
    compare_edition: int
    preview_href: str
    readonly: bool
    digest: str | None
    frozen: bool
    returned_reason: str


@dataclass(frozen=True)
class Submit:
    """The main button: its word and, when it cannot be pressed, why."""

    label: str
    denied: str
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class Warned:
    """A warning and the reason written for it."""

    finding: ShownFinding
    name: str
    reason: str


@dataclass(frozen=True)
class PlanPage:
    """Everything of S10."""

    plan: Head
    row: Plan
    asset: Asset
    case: Case
    terms: Terms
    facts: Sequence[str]
    saved_at: datetime
    saved_by: str
    steps: Sequence[Step]
    form: PlanForm
    check: ShownCheck
    sections: Sequence[Section]
    hints: Mapping[str, str]
    fines: Mapping[str, str]
    findings_by_field: Mapping[str, ShownFinding]
    submit: Submit
    reasons: Sequence[Warned]
    notices: Sequence[PlanNotice]
    people: Mapping[str, str]
    captions: Mapping[str, str]
    present: Sequence[Present]

    def context(self) -> dict[str, Any]:
        """The template's variables."""
        whys = {"start_price": ("参考价怎么来的", f"/assets/{self.asset.id}/valuation")}
        shown = {name: value for name, value in vars(self).items() if name != "asset"}
        return {**shown, "units": UNITS, "helps": HELPS, "whys": whys, "texts": TEXTS, "presence_url": f"{self.plan.action}/presence"}


def show_plan(r: Reading, plan_id: str, *, typed: MultiDict[str, str] | None = None, may_draft: bool = True) -> PlanPage:
    """The page of a plan in the actor's scope; `typed` keeps what somebody typed."""
    plan = get_plan(r, plan_id)
    asset, case, calendar = get_asset_whole(r, plan.asset_id), house_case(r, plan.case_id), load_calendar(r.session)
    terms, notices, versions = Terms.from_json(plan.terms), notices_of(r, plan.id), list_versions(r, plan.id)
    readonly = PlanStatus(plan.status) not in EDITABLE or not may_draft
    began = monotonic()
    subject = subject_of(r, asset, plan, notices)
    found = check_plan(subject, terms, calendar, today=min(r.today, judged_on(plan, r.today)), switched_off=switched_off(r, plan.court_id))
    composed = compose(terms, facts_of(r, asset, terms.site))
    captions = captions_of(asset) | {digest: "照片" for digest in terms.photos if digest not in captions_of(asset)}
    form = _form(terms, composed, captions, typed, readonly=readonly)
    reasons = {(each.rule, each.field): each for each in list_reasons(r, plan.id)}
    day = terms.announce_on or r.today
    shown = show_check(
        found,
        terms,
        day,
        fields=frozenset(form._fields),
        seconds=monotonic() - began,
        readonly=readonly,
        reasons={key: each.reason for key, each in reasons.items()},
    )
    people = names_of(r.session, {each for each in (plan.drafted_by, plan.submitted_by, plan.signed_by, plan.saved_by, case.clerk_id, case.judge_id) if each})
    last = versions[-1].number if versions else 0
    head = Head(
        id=plan.id,
        title=plan.title,
        status=plan.status,
        status_extra="",
        edition=plan.version_no if PlanStatus(plan.status) not in EDITABLE else last + 1,
        case_no=case.number,
        case_href=f"/cases/{case.id}",
        action=f"/plans/{plan.id}",
        draft_url=f"/plans/{plan.id}/draft",
        version=plan.version,
        key=new_id(),
        compare_href=_compare_href(plan, last),
        compare_edition=last if PlanStatus(plan.status) in EDITABLE else last - 1,
        preview_href=f"/plans/{plan.id}/preview",
        readonly=readonly,
        digest=plan.digest,
        frozen=plan.status in (PlanStatus.FROZEN, PlanStatus.PUBLISHED),
        returned_reason=plan.returned_reason,
    )
    return PlanPage(
        plan=head,
        row=plan,
        asset=asset,
        case=case,
        terms=terms,
        facts=_facts(asset),
        saved_at=plan.saved_at,
        saved_by=people.get(plan.saved_by or plan.drafted_by, ""),
        steps=steps_of(plan, terms, people, case),
        form=form,
        check=shown,
        sections=sections_of(asset, subject, terms, found, calendar),
        hints=hints_of(asset, subject, terms),
        fines=fines_of(subject, terms, found),
        findings_by_field=worst_by_field(shown),
        submit=_submit(r, case, readonly=readonly),
        present=others_here(r, plan.id),
        reasons=_warned(shown, reasons, typed or MultiDict()),
        notices=notices,
        people=people,
        captions=captions,
    )


def _submit(r: Reading, case: Case, *, readonly: bool) -> Submit:
    if readonly:
        return Submit("提交合议庭", "")
    if missing := panel_missing(r, case.id):
        return Submit("提交合议庭", missing, f"/cases/{case.id}", "组成合议庭")
    return Submit("提交合议庭", "方案由你签发，由书记员提交" if r.actor.id == case.judge_id else "")


def _form(terms: Terms, composed: Terms, captions: Mapping[str, str], typed: MultiDict[str, str] | None, *, readonly: bool) -> PlanForm:
    sites = [(each.code, each.title) for each in installed()]
    form = plan_form(terms, sites, captions, typed)
    if typed is not None:
        form.validate()
    for name in TEXTS:
        follows = getattr(terms, name) == getattr(composed, name)
        if follows and form.untouched(name):
            form[name].data = getattr(terms, name)
        form[f"mark_{name}"].data = mark_of(getattr(terms, name)) if follows else ""
    for field in form:
        if readonly:
            field.render_kw = {**(field.render_kw or {}), "disabled": True}
    return form


def _warned(shown: ShownCheck, reasons: Mapping[tuple[str, str], PlanReason], typed: Mapping[str, str]) -> list[Warned]:
    asked = {each.rule_id: each for each in shown.findings if each.severity != "breach"}
    kept = {f"{rule}~{field}": each.reason for (rule, field), each in reasons.items()}
    wanted = [(rule_id, each) for rule_id, each in asked.items() if each.severity == "warning" or rule_id in kept]
    return [Warned(each, f"reason~{rule_id}", typed.get(f"reason~{rule_id}") or kept.get(rule_id, "")) for rule_id, each in wanted]


def _facts(asset: Asset) -> list[str]:
    first = next((seizure for seizure in asset.seizures if seizure.rank == 1), None)
    price = asset.reference_price
    return [
        asset.subkind or asset.kind,
        f"{asset.area} ㎡" if asset.area else asset.quantity,
        f"首封 {formats.day(first.starts_on)} 至 {formats.day(first.expires_on)}" if first else "未登记查封",
        f"参考价 {price.grouped} 元（有效至 {formats.day(asset.reference_valid_until)}）" if price else "",
    ]


def _compare_href(plan: Plan, last: int) -> str:
    if PlanStatus(plan.status) in EDITABLE:
        return f"/plans/{plan.id}/compare?a={last}" if last else ""
    return f"/plans/{plan.id}/compare?a={last - 1}&b={last}" if last > 1 else ""
