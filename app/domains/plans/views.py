"""Pages of listing plans: list, editor with its check, comparing, preview, package."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets.queries import get_asset
from app.domains.plans import batch_views, drafting, edit_views
from app.domains.plans.choosing import applicants_of, choices_of, common_of, record_choice
from app.domains.plans.comparing import compare, differences
from app.domains.plans.forms import ChoiceForm
from app.domains.plans.listing import PlanFilter, list_page
from app.domains.plans.packaging import pack
from app.domains.plans.permissions import DRAFT_PLANS, SEE_PLANS, TAKE_PACKAGE
from app.domains.plans.queries import get_plan, list_plans_of_asset, list_versions
from app.domains.plans.rules import TITLES, UNDER_WAY
from app.domains.plans.showing import show_plan
from app.domains.plans.subjects import photos_of
from app.domains.plans.types import Terms
from app.kernel.errors import NotFound
from app.sites.loader import installed
from app.web.access import house, me, permits, reading, work

pages = Blueprint("plans", __name__)
more_pages = (edit_views.pages, batch_views.pages)


@pages.get("/plans")
@permits(SEE_PLANS)
def list_plans() -> ResponseReturnValue:
    """处置方案."""
    wanted = PlanFilter(request.args.get("status", ""), request.args.get("case", ""), request.args.get("q", ""))
    with reading() as r:
        page = list_page(r, wanted, after=request.args.get("after", ""))
    return render_template("plans/list.html", page=page, wanted=wanted, titles=TITLES)


@pages.get("/plans/new")
@permits(DRAFT_PLANS)
def new_page() -> ResponseReturnValue:
    """拟方案, from an asset: on which platform."""
    with reading() as r:
        asset = get_asset(r, request.args.get("asset", ""))
        before, applicants, common = list_plans_of_asset(r, asset.id), applicants_of(r, asset.case_id), common_of(r, asset.case_id)
        chosen = choices_of(r, asset.case_id)
    under_way = any(each.round_no == 1 and each.status in UNDER_WAY for each in before)
    shown = {"thing": asset, "before": before, "under_way": under_way, "sites": list(installed()), "today": house().clock.today()}
    return render_template("plans/new.html", **shown, applicants=applicants, common=common, choices=chosen, titles={s.code: s.title for s in installed()})


@pages.post("/plans")
@permits(DRAFT_PLANS)
def draft() -> ResponseReturnValue:
    """Open a plan with everything proposed; the site is the applicants' choice, or the court's with its reason."""
    sent = request.form
    with work() as w:
        plan = drafting.draft_plan(w, sent.get("asset_id", ""), site=sent.get("site", ""), reason=sent.get("reason", ""))
    return redirect(url_for("plans.show", plan_id=plan.id), 303)


@pages.post("/plans/site-choice")
@permits(DRAFT_PLANS)
def choose_site() -> ResponseReturnValue:
    """登记申请执行人的平台选择, with its source."""
    form = ChoiceForm()
    form.site.choices = [(each.code, each.title) for each in installed()]
    form.require_valid()
    with work() as w:
        asset = get_asset(w, str(form.asset_id.data))
        record_choice(w, asset.case_id, form.to_command())
    return redirect(url_for("plans.new_page", asset=asset.id), 303)


@pages.get("/plans/<plan_id>")
@permits(SEE_PLANS)
def show(plan_id: str) -> ResponseReturnValue:
    """S10."""
    with reading() as r:
        page = show_plan(r, plan_id, may_draft=DRAFT_PLANS.held_by(me()))
    return render_template("plans/edit.html", **page.context(), may_draft=DRAFT_PLANS.held_by(me()))


@pages.get("/plans/<plan_id>/compare")
@permits(SEE_PLANS)
def compare_page(plan_id: str) -> ResponseReturnValue:
    """S11: version a beside version b, or beside the plan as it stands."""
    number_a, number_b = request.args.get("a", 1, type=int), request.args.get("b", 0, type=int)
    with reading() as r:
        plan = get_plan(r, plan_id)
        versions = {each.number: each for each in list_versions(r, plan_id)}
    if number_a not in versions or (number_b and number_b not in versions):
        raise NotFound
    right = Terms.from_json(versions[number_b].terms if number_b else plan.terms)
    groups = compare(Terms.from_json(versions[number_a].terms), right, {each.code: each.title for each in installed()})
    changed = differences(groups)
    shown = {"plan": plan, "a": versions[number_a], "b": versions.get(number_b), "groups": groups, "changed": changed, "versions": versions}
    return render_template("plans/compare.html", **shown, only="all" not in request.args)


@pages.get("/plans/<plan_id>/preview")
@permits(SEE_PLANS)
def preview(plan_id: str) -> ResponseReturnValue:
    """The texts as they will be published, for printing."""
    with reading() as r:
        plan = get_plan(r, plan_id)
    return render_template("plans/preview.html", plan=plan, terms=Terms.from_json(plan.terms))


@pages.get("/plans/<plan_id>/photos/<digest>")
@permits(SEE_PLANS)
def photo(plan_id: str, digest: str) -> ResponseReturnValue:
    """A photo of the plan or of a version that was put to somebody, or an offered one of the survey."""
    with reading() as r:
        plan = get_plan(r, plan_id)
        offered = photos_of(get_asset(r, plan.asset_id))
        put = [each.terms for each in list_versions(r, plan.id)]
    if digest not in {*offered, *(photo for terms in (plan.terms, *put) for photo in Terms.from_json(terms).photos)}:
        raise NotFound
    return house().evidence.read(digest), 200, {"Content-Type": "image/jpeg", "Cache-Control": "private, max-age=600"}


@pages.get("/plans/<plan_id>/files/<digest>")
@permits(SEE_PLANS)
def attachment(plan_id: str, digest: str) -> ResponseReturnValue:
    """An attachment, always as a download."""
    with reading() as r:
        held = {each: name for name, each in _files(Terms.from_json(get_plan(r, plan_id).terms))}
    if digest not in held:
        raise NotFound
    return house().evidence.read(digest), 200, {"Content-Type": "application/octet-stream", "Content-Disposition": f'attachment; filename="{digest[:12]}"'}


@pages.get("/plans/<plan_id>/package")
@permits(TAKE_PACKAGE)
def package(plan_id: str) -> ResponseReturnValue:
    """导出上拍包; that it was taken is in the trail."""
    with work() as w:
        packed = pack(w, house().evidence, plan_id)
    return packed.content, 200, {"Content-Type": "application/zip", "Content-Disposition": f'attachment; filename="{packed.name}"', "Cache-Control": "no-store"}


def _files(terms: Terms) -> tuple[tuple[str, str], ...]:
    return (*terms.videos, *terms.attachments)
