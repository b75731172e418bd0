"""Pages of assets: the list, an asset (S4), entering, editing by section, renewing a seizure, the assets tab of a case."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets import import_views, listing, queries, rights, service
from app.domains.assets.deliverability import determine
from app.domains.assets.forms import AssetForm, RenewForm, SuccessionForm
from app.domains.assets.permissions import EDIT_ASSETS, MOVE_SEIZURES_UP, SEE_ASSETS
from app.domains.assets.sections import SECTIONS
from app.domains.assets.sheet_of import asset_sheet
from app.domains.assets.succession import next_in_rank, succeed
from app.domains.assets.tables import Asset
from app.domains.cases.forms import told
from app.domains.cases.frame import frame_of_case
from app.domains.cases.queries import get_case
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.web.access import me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("assets", __name__)
more_pages = (import_views.pages,)


@pages.get("/assets")
@permits(SEE_ASSETS)
def list_page() -> ResponseReturnValue:
    """All assets in scope, by filter."""
    wanted = listing.filter_of(request.args)
    with reading() as r:
        page = listing.list_assets(r, wanted, after=request.args.get("after", ""))
    return render_template("assets/list.html", page=page, wanted=wanted, chips=listing.chips_of(wanted), page_href=listing.page_href)


@pages.get("/cases/<case_id>/assets")
@permits(SEE_ASSETS)
def of_case(case_id: str) -> ResponseReturnValue:
    """The tab 标的物 of a case."""
    with reading() as r:
        frame = frame_of_case(r, case_id, "assets")
        assets = [listing.row_of(asset) for asset in queries.list_assets_of_case(r, case_id)]
    return render_template("assets/of_case.html", frame=frame, rows=assets, may=EDIT_ASSETS.held_by(me()))


@pages.get("/cases/<case_id>/assets/new")
@permits(EDIT_ASSETS)
def new_page(case_id: str) -> ResponseReturnValue:
    """登记标的物."""
    with reading() as r:
        case = get_case(r, case_id)
    return render_template("assets/new.html", case=case, form=AssetForm())


@pages.post("/cases/<case_id>/assets")
@permits(EDIT_ASSETS)
def create(case_id: str) -> ResponseReturnValue:
    """Enter an asset."""
    form, status = AssetForm(), 422
    with reading() as r:
        case = get_case(r, case_id)
    if form.validate_on_submit():
        try:
            with work() as w:
                asset = service.enter_asset(w, case_id, form.to_command())
            return redirect(url_for("assets.show", asset_id=asset.id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return render_template("assets/new.html", case=case, form=form), status


@pages.get("/assets/<asset_id>")
@permits(SEE_ASSETS)
def show(asset_id: str) -> ResponseReturnValue:
    """S4."""
    with reading() as r:
        asset = queries.get_asset_whole(r, asset_id)
        delivery = determine(queries.known(asset, asset.seizures, asset.encumbrances))
        sheet = asset_sheet(asset, get_case(r, asset.case_id), r.today, delivery)
    return render_template("assets/show.html", sheet=sheet, thing=asset, may=EDIT_ASSETS.held_by(me()), may_move_up=MOVE_SEIZURES_UP.held_by(me()))


@pages.get("/assets/<asset_id>/edit/<name>")
@permits(EDIT_ASSETS)
def edit_page(asset_id: str, name: str) -> ResponseReturnValue:
    """One section as a form."""
    if name not in SECTIONS:
        raise NotFound
    with reading() as r:
        asset = queries.get_asset(r, asset_id)
    return _edit(asset, name, SECTIONS[name].form(asset))


@pages.post("/assets/<asset_id>/edit/<name>")
@permits(EDIT_ASSETS)
def edit(asset_id: str, name: str) -> ResponseReturnValue:
    """Save one section."""
    if name not in SECTIONS:
        raise NotFound
    with reading() as r:
        asset = queries.get_asset(r, asset_id)
    form, status = SECTIONS[name].form(asset), 422
    if form.validate_on_submit():
        try:
            with work() as w:
                SECTIONS[name].save(w, asset_id, form, request.form.get("version", 0, type=int))
            return redirect(url_for("assets.show", asset_id=asset_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return _edit(asset, name, form), status


@pages.route("/seizures/<seizure_id>/renew", methods=["GET", "POST"])
@permits(EDIT_ASSETS)
def renew(seizure_id: str) -> ResponseReturnValue:
    """续封."""
    form, status = RenewForm(), 200
    with reading() as r:
        seizure = queries.get_seizure(r, seizure_id)
    if form.validate_on_submit():
        try:
            with work() as w:
                seen = request.form.get("version", 0, type=int)
                rights.renew_seizure(w, seizure_id, renewed_on=form.renewed_on.data, expires_on=form.expires_on.data, version=seen)
            return redirect(url_for("assets.show", asset_id=seizure.asset_id), 303)
        except (Invalid, Conflict) as refusal:
            status = told(form, refusal)
    return render_template("assets/renew.html", seizure=seizure, form=form), 422 if form.errors and status == 200 else status


@pages.route("/assets/<asset_id>/succession", methods=["GET", "POST"])
@permits(MOVE_SEIZURES_UP)
def succession(asset_id: str) -> ResponseReturnValue:
    """顺位递补."""
    form, status = SuccessionForm(), 200
    if form.validate_on_submit():
        try:
            with work() as w:
                succeed(w, asset_id, form.to_command(), version=request.form.get("version", 0, type=int))
            return redirect(url_for("assets.show", asset_id=asset_id), 303)
        except (Invalid, Conflict, NotNow) as refusal:
            status = told(form, refusal)
    return _succession(asset_id, form), 422 if form.errors and status == 200 else status


def _succession(asset_id: str, form: SuccessionForm) -> str:
    with reading() as r:
        asset, standing, today = queries.get_asset(r, asset_id), queries.list_seizures(r, asset_id), r.today
    first = next((each for each in standing if each.rank == 1), None)
    if first is not None and not form.is_submitted():
        form.suggest(first, today)
    heir = next_in_rank(standing, form.on.data or today)
    return render_template("assets/succession.html", thing=asset, standing=standing, first=first, heir=heir, form=form)


def _edit(asset: Asset, name: str, form: PaperForm) -> str:
    return render_template("assets/edit.html", thing=asset, name=name, section=SECTIONS[name], form=form)
