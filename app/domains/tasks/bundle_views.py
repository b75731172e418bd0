"""套用模板: case → asset → template → one row a task, given out in one act; what could not be given is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from app.domains.agencies.choices import order_of
from app.domains.agencies.types import Way
from app.domains.assets.queries import get_asset
from app.domains.assets.tables import Asset
from app.domains.tasks.bundles import BUNDLES, Bundle, bundles_for, find_bundle
from app.domains.tasks.bundling import Row, give_bundle
from app.domains.tasks.choosing import list_candidates
from app.domains.tasks.kinds import all_kinds, get_kind
from app.domains.tasks.life_forms import BundleForm
from app.domains.tasks.permissions import GIVE_TASKS
from app.domains.tasks.picking import picking_of
from app.domains.tasks.shapes import instant_of
from app.infra.unit_of_work import Reading
from app.kernel.errors import Invalid
from app.web.access import permits, reading, work

bundle_pages = Blueprint("task_bundle", __name__)


@bundle_pages.get("/tasks/bundle")
@permits(GIVE_TASKS)
def page() -> ResponseReturnValue:
    """Each step an address: the case, the asset, the template, its rows."""
    return _page(BundleForm(formdata=None))


@bundle_pages.post("/tasks/bundle")
@permits(GIVE_TASKS)
def give() -> ResponseReturnValue:
    """Give out the ticked rows."""
    form, bundle = BundleForm(), find_bundle(request.args.get("bundle", ""))
    try:
        form.require_valid()
        if bundle is None:
            raise Invalid("没有这个模板，从列表中选", field="why")
        told = give_bundle(work, bundle, _rows(bundle), form.to_order(request.args.get("asset", "")))
    except Invalid as refusal:
        form.take_faults(refusal)
        return _page(form), 422
    return render_template("tasks/bundle_done.html", bundle=bundle, told=told, titles=_titles())


def _rows(bundle: Bundle) -> list[Row]:
    asked = request.form
    ticked, shared = [each.kind for each in bundle.members if asked.get(f"take-{each.kind}")], asked.get("why_not_first", "")
    return [Row(kind, asked.get(f"agency-{kind}", ""), instant_of(asked.get(f"due-{kind}")), asked.get(f"why-{kind}") or shared) for kind in ticked]


def _page(form: BundleForm) -> str:
    number, asset_id, code = (request.args.get(name, "").strip() for name in ("number", "asset", "bundle"))
    with reading() as r:
        asset = get_asset(r, asset_id) if asset_id else None
        picking = picking_of(r, number, asset)
        bundle = find_bundle(code)
        rows = _shown_rows(r, bundle, asset) if bundle and asset else []
    fitting = bundles_for(asset.law_class) if asset else BUNDLES
    shown = {"picking": picking, "thing": asset, "bundle": bundle, "bundles": fitting, "titles": _titles()}
    return render_template("tasks/bundle.html", form=form, rows=rows, takers=_takers(rows), taker=request.args.get("taker", ""), asked=request.form, **shown)


def _takers(rows: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Who could take the whole template, or most of it, as (id, name, number of its tasks); the most first, then in turn."""
    found: dict[str, tuple[str, str, int]] = {}
    for candidate in (each for row in rows if row["fits"] for each in row["may"]):
        agency = candidate.agency
        found[agency.id] = (agency.id, agency.name, found.get(agency.id, ("", "", 0))[2] + 1)
    return sorted(found.values(), key=lambda each: -each[2])


def _shown_rows(r: Reading, bundle: Bundle, asset: Asset) -> list[dict[str, Any]]:
    """One row a member with its takers; as many queries as the template has members, whatever the number of agencies and tasks."""
    passed, rows = dict[str, int](), list[dict[str, Any]]()
    for member in bundle.members:
        start = max((passed.get(kind, 0) for kind in member.after), default=0)
        passed[member.kind] = start if member.optional else start + member.days
        candidates = list_candidates(r, member.kind, asset)
        may = order_of(Way.ROTATION, candidates)
        kind, due_at = get_kind(member.kind), f"{r.today + timedelta(days=start + member.days)}T17:30"
        excluded = [each for each in candidates if not each.may]
        rows.append({"member": member, "kind": kind, "may": may, "excluded": excluded, "due_text": due_at, "fits": kind.fits(asset.law_class)})
    return rows


def _titles() -> dict[str, str]:
    return {code: kind.title for code, kind in all_kinds().items()}
