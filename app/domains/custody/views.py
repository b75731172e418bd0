"""Pages of custody: what is held, the chain of an asset (for print too), one thing with its acts. Hand-overs: move_views.py."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.agencies.queries import list_agencies
from app.domains.assets.queries import get_asset
from app.domains.cases.queries import house_case
from app.domains.courts.queries import get_court
from app.domains.custody import breaking, looking, move_views, queries, service, showing
from app.domains.custody.forms import EnterForm, LookForm, MoveForm, OpenForm, ReportForm, ResealForm
from app.domains.custody.move_views import keep_sent
from app.domains.custody.permissions import HOLD_CUSTODY, RUN_CUSTODY, SEE_CUSTODY
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.web.access import house, me, permits, reading, work
from app.web.forms import PaperForm
from app.web.lists import asked_slice, listed

pages = Blueprint("custody", __name__)
more_pages = (move_views.pages,)
Act = Callable[[Work], object]
Refused = Invalid | Conflict | NotNow


@pages.get("/custody")
@permits(SEE_CUSTODY)
def list_page() -> ResponseReturnValue:
    """保管链: what is held, missing links first."""
    open_only, asked = request.args.get("show") == "gaps", asked_slice()
    with reading() as r:
        page, gaps = listed(queries.list_items(r, asked, open_only=open_only), asked), queries.count_open(r)
    return render_template("custody/list.html", page=page, gaps=gaps, open_only=open_only)


@pages.get("/assets/<asset_id>/custody")
@permits(SEE_CUSTODY)
def chain(asset_id: str) -> ResponseReturnValue:
    """The chain of an asset; printed as it stands."""
    with reading() as r:
        return _chain(r, asset_id)


@pages.post("/assets/<asset_id>/custody")
@permits(RUN_CUSTODY)
def enter(asset_id: str) -> ResponseReturnValue:
    """登记封存."""
    form = EnterForm()

    def act(w: Work) -> None:
        get_asset(w, asset_id)
        service.enter_item(w, asset_id, form.to_command(), keep_sent(w))

    return _done_on_chain(asset_id, "enter", form, act)


@pages.post("/assets/<asset_id>/custody/moves")
@permits(RUN_CUSTODY)
def open_move(asset_id: str) -> ResponseReturnValue:
    """登记交接: then both sides sign."""
    form = MoveForm()
    opened: list[str] = []

    def act(w: Work) -> None:
        get_asset(w, asset_id)
        opened.append(service.open_move(w, form.to_command(), keep_sent(w)).id)

    return _done_on_chain(asset_id, "move", form, act, lambda: url_for("custody_moves.page", move_id=opened[0]))


@pages.get("/custody/items/<item_id>")
@permits(SEE_CUSTODY)
def item(item_id: str) -> ResponseReturnValue:
    """One thing with its chain and what can be done with it."""
    with reading() as r:
        return _item(r, item_id)


@pages.post("/custody/items/<item_id>/photos")
@permits(HOLD_CUSTODY)
def add_photos(item_id: str) -> ResponseReturnValue:
    """补封存照片."""
    return _done(item_id, "photos", PaperForm(), lambda w: _with_photos(w, item_id, lambda kept: service.add_item_photos(w, item_id, kept)))


@pages.post("/custody/items/<item_id>/open")
@permits(RUN_CUSTODY)
def open_seal(item_id: str) -> ResponseReturnValue:
    """启封."""
    form = OpenForm()
    return _done(item_id, "open", form, lambda w: _with_photos(w, item_id, lambda kept: breaking.open_seal(w, item_id, form.to_command(), kept)))


@pages.post("/custody/items/<item_id>/report")
@permits(HOLD_CUSTODY)
def report(item_id: str) -> ResponseReturnValue:
    """封条不符或损坏."""
    form = ReportForm()
    return _done(item_id, "report", form, lambda w: _with_photos(w, item_id, lambda kept: breaking.report_broken(w, item_id, form.note.data or "", kept)))


@pages.post("/custody/breaks/<break_id>/reseal")
@permits(RUN_CUSTODY)
def reseal(break_id: str) -> ResponseReturnValue:
    """复封."""
    form = ResealForm()
    with reading() as r:
        _, kept_item = queries.get_break(r, break_id)
    return _done(kept_item.id, "reseal", form, lambda w: breaking.reseal(w, break_id, form.reseal_no.data or "", form.present, keep_sent(w)))


@pages.post("/custody/looks/<look_id>")
@permits(HOLD_CUSTODY)
def look(look_id: str) -> ResponseReturnValue:
    """登记检查."""
    form = LookForm()
    with reading() as r:
        _, kept_item = queries.get_look(r, look_id)

    def act(w: Work) -> None:
        looking.finish_look(w, look_id, sound=form.sound.data == "yes", condition=form.condition.data or "", photos=keep_sent(w))

    return _done(kept_item.id, "look", form, act)


@pages.get("/custody/items/<item_id>/photos/<digest>")
@permits(SEE_CUSTODY)
def photo(item_id: str, digest: str) -> ResponseReturnValue:
    """A shown copy of a photo of the sealing, without metadata."""
    with reading() as r:
        kept = queries.get_item(r, item_id)
    if digest not in {each["shown"] for each in kept.photos}:
        raise NotFound
    return Response(house().evidence.read(digest), mimetype="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


def _with_photos(w: Work, item_id: str, act: Callable[[service.Photos], object]) -> None:
    queries.get_item(w, item_id)
    act(keep_sent(w))


def _done_on_chain(asset_id: str, name: str, form: PaperForm, act: Act, then: Callable[[], str] | None = None) -> ResponseReturnValue:
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except (Invalid, Conflict, NotNow) as refusal:
        with reading() as r:
            return _chain(r, asset_id, {name: form}, refusal), refusal.status
    return redirect(then() if then else url_for("custody.chain", asset_id=asset_id), 303)


def _done(item_id: str, name: str, form: PaperForm, act: Act) -> ResponseReturnValue:
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except (Invalid, Conflict, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            form.take_faults(refusal)
        with reading() as r:
            return _item(r, item_id, {name: form}, refusal), refusal.status
    return redirect(url_for("custody.item", item_id=item_id), 303)


def _chain(r: Reading, asset_id: str, typed: dict[str, PaperForm] | None = None, refusal: Refused | None = None) -> str:
    items = queries.items_of_asset(r, asset_id)
    asset = None if me().is_outside else get_asset(r, asset_id)
    if asset is None and not items:
        raise NotFound
    may = RUN_CUSTODY.held_by(me())
    case, court = house_case(r, asset.case_id if asset else items[0].case_id), get_court(r.session, asset.court_id if asset else items[0].court_id)
    things = showing.show_things(r, items)
    forms: dict[str, PaperForm] = {"enter": EnterForm(formdata=None), "move": MoveForm(formdata=None)} | (typed or {})
    if may:
        forms["move"]["item_ids"].choices = [(each.id, f"{each.no} · {each.seal_no} · {each.name} · {each.holder_name}") for each in items]
        forms["move"]["to_agency_id"].choices = [("", "—"), *((each.id, each.name) for each in list_agencies(r))]
    title = asset.title if asset else "保管物"
    shown = {"title": title, "asset_id": asset_id, "case": case, "court": court, "things": things, "forms": forms, "refusal": refusal, "may": may}
    return render_template("custody/chain.html", **shown, digest=showing.digest_of_chain(things), outside=me().is_outside)


def _item(r: Reading, item_id: str, typed: dict[str, PaperForm] | None = None, refusal: Refused | None = None) -> str:
    kept = queries.get_item(r, item_id)
    kinds: dict[str, type[PaperForm]] = {"open": OpenForm, "reseal": ResealForm, "report": ReportForm, "look": LookForm}
    forms = {name: kind(formdata=None) for name, kind in kinds.items()} | (typed or {})
    (thing,) = showing.show_things(r, [kept])
    may = {"run": RUN_CUSTODY.held_by(me()), "hold": HOLD_CUSTODY.held_by(me())}
    return render_template("custody/item.html", item=kept, thing=thing, forms=forms, refusal=refusal, may=may, case=house_case(r, kept.case_id))
