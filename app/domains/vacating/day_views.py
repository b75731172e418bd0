"""The day sheet on a phone, and the inventory at the desk. What the phone kept in a dead spot comes with its own id and time, and is answered as JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from app.domains.cases.queries import get_case
from app.domains.courts.queries import get_court
from app.domains.vacating import after, day, forms, queries, rules, videos
from app.domains.vacating.answering import sent_photos, sent_signature
from app.domains.vacating.day_rules import CAPACITIES, HANDLINGS, SORTS, Handling, Thing
from app.domains.vacating.day_tables import ForceDay, Goods
from app.domains.vacating.looking import whole_of
from app.domains.vacating.permissions import RUN_VACATING, SEE_VACATING
from app.domains.vacating.plan_rules import DUTIES, STEPS, posts_of
from app.domains.vacating.video_words import with_words
from app.infra.signing import check_code
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.kernel.ids import new_id
from app.web.access import house, me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("vacating_day", __name__)
Refused = Invalid | Conflict | NotNow
TEXTS = ("sort", "room", "name", "handling", "box_no", "features", "unit", "condition", "seal_no", "taker", "second")
LENGTHS = {"room": 40, "name": 100, "box_no": 20, "features": 200, "unit": 10, "condition": 60, "seal_no": 40, "taker": 100, "second": 60}


@pages.get("/m/vacating/line")
@permits(RUN_VACATING)
def line() -> ResponseReturnValue:
    """Is the line there, who is signed in, and a fresh token for what the phone kept."""
    return jsonify(user=me().id, token=generate_csrf())


@pages.get("/m/vacating/<vacating_id>/day")
@permits(RUN_VACATING)
def sheet(vacating_id: str) -> ResponseReturnValue:
    """The day sheet; before the day the gates."""
    with reading() as r:
        return _sheet(r, vacating_id)


@pages.post("/m/vacating/<vacating_id>/day")
@permits(RUN_VACATING)
def begin(vacating_id: str) -> ResponseReturnValue:
    """开始强制腾空."""
    return _done(vacating_id, lambda w: day.begin_day(w, vacating_id))


@pages.post("/m/vacating/<vacating_id>/day/steps")
@permits(RUN_VACATING)
def tick(vacating_id: str) -> ResponseReturnValue:
    """打勾 with time, note and photos."""
    code, note, at = request.form.get("code", ""), request.form.get("note", ""), _happened()

    def act(w: Work) -> None:
        queries.get_vacating(w, vacating_id)
        day.tick(w, vacating_id, code, note, at, sent_photos(w))

    return _done(vacating_id, act, anchor="steps")


@pages.post("/m/vacating/<vacating_id>/day/roll")
@permits(RUN_VACATING)
def call_roll(vacating_id: str) -> ResponseReturnValue:
    """点名."""
    keys, at = request.form.getlist("present"), _happened()
    return _done(vacating_id, lambda w: day.call_roll(w, vacating_id, keys, at), anchor="roll")


@pages.post("/m/vacating/<vacating_id>/day/goods")
@permits(RUN_VACATING)
def add_thing(vacating_id: str) -> ResponseReturnValue:
    """＋物品."""
    thing, at = _thing(), _happened()

    def act(w: Work) -> None:
        queries.get_vacating(w, vacating_id)
        day.add_thing(w, vacating_id, thing, sent_photos(w), at)

    return _done(vacating_id, act, anchor="goods")


@pages.post("/m/vacating/goods/<goods_id>/strike")
@permits(RUN_VACATING)
def strike(goods_id: str) -> ResponseReturnValue:
    """划去."""
    with reading() as r:
        vacating_id = queries.get_row(r, ForceDay, queries.get_row(r, Goods, goods_id).day_id).vacating_id
    return _done(vacating_id, lambda w: day.strike_thing(w, goods_id, request.form.get("why", "")), anchor="goods")


@pages.post("/m/vacating/<vacating_id>/day/videos")
@permits(RUN_VACATING)
def add_video(vacating_id: str) -> ResponseReturnValue:
    """＋录像 of a thing, its seal, or the whole place."""
    file, goods_id = request.files.get("video"), request.form.get("goods_id", "")

    def act(w: Work) -> None:
        queries.get_vacating(w, vacating_id)
        if file is None or not file.filename:
            raise Invalid("选择录像", field="video")
        with TemporaryDirectory(prefix="paifu-video-") as folder:
            file.save(path := Path(folder) / "video")
            videos.add_video(w, house().evidence, vacating_id, videos.SentVideo(path, file.filename, goods_id))

    return _done(vacating_id, act, anchor="videos")


@pages.get("/vacating/videos/<video_id>")
@permits(SEE_VACATING)
def video(video_id: str) -> ResponseReturnValue:
    """The copy of a recording without metadata, as attachment."""
    with work() as w:
        row, name = videos.open_video(w, house().evidence, video_id)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Content-Length": str(row.shown_size), "Cache-Control": "private"}
    return Response(house().evidence.stream(row.shown_digest), mimetype=row.media_type, headers=headers)


@pages.post("/m/vacating/<vacating_id>/day/record")
@permits(RUN_VACATING)
def write_record(vacating_id: str) -> ResponseReturnValue:
    """形成笔录，去签名."""
    return _done(vacating_id, lambda w: day.write_record(w, vacating_id), anchor="sign")


@pages.post("/m/vacating/<vacating_id>/day/sign")
@permits(RUN_VACATING)
def sign(vacating_id: str) -> ResponseReturnValue:
    """Take one signature, drawn or typed, or a refusal."""
    return _done(vacating_id, lambda w: day.sign(w, vacating_id, _signed(w, vacating_id)), anchor="sign")


@pages.post("/m/vacating/<vacating_id>/day/end")
@permits(RUN_VACATING)
def end(vacating_id: str) -> ResponseReturnValue:
    """结束，已腾空."""
    typed = request.form.get("collect_by_on", "")
    return _done(vacating_id, lambda w: day.end_day(w, vacating_id, _day(typed)), anchor="end")


@pages.post("/m/vacating/<vacating_id>/day/halt")
@permits(RUN_VACATING)
def halt(vacating_id: str) -> ResponseReturnValue:
    """中止."""
    why, typed = request.form.get("why", ""), request.form.get("collect_by_on", "")
    return _done(vacating_id, lambda w: day.halt_day(w, vacating_id, why, _day(typed)), anchor="end")


@pages.get("/vacating/days/<day_id>/inventory")
@permits(SEE_VACATING)
def inventory(day_id: str) -> ResponseReturnValue:
    """物品清单和笔录, for reading and printing."""
    with reading() as r:
        return _inventory(r, day_id)


@pages.post("/vacating/goods/<goods_id>/collected")
@permits(RUN_VACATING)
def note_collected(goods_id: str) -> ResponseReturnValue:
    """已领取."""
    form = forms.CollectedForm().of_row(goods_id)
    with reading() as r:
        day_id = queries.get_row(r, Goods, goods_id).day_id
    try:
        form.require_valid()
        with work() as w:
            queries.get_row(w, Goods, goods_id)
            after.note_collected(w, goods_id, form.to_command(), sent_photos(w))
    except (Invalid, Conflict, NotNow) as refusal:
        with reading() as r:
            return _inventory(r, day_id, form, refusal, goods_id), refusal.status
    return redirect(url_for("vacating_day.inventory", day_id=day_id), 303)


def _done(vacating_id: str, act: Callable[[Work], object], anchor: str = "") -> ResponseReturnValue:
    """A plain form goes back to the sheet; what the phone's script sends is answered as JSON, a refusal with its words."""
    from_script = "HX-Request" in request.headers
    try:
        PaperForm().require_valid()
        with work() as w:
            act(w)
    except (Invalid, Conflict, NotNow) as refusal:
        if from_script:
            return jsonify(words=refusal.message), refusal.status
        with reading() as r:
            return _sheet(r, vacating_id, refusal, anchor), refusal.status
    if from_script:
        return jsonify(done=True)
    return redirect(url_for("vacating_day.sheet", vacating_id=vacating_id, _anchor=anchor or None), 303)


def _sheet(r: Reading, vacating_id: str, refusal: Refused | None = None, anchor: str = "") -> str:
    whole = whole_of(r, vacating_id)
    now = queries.open_day(r, vacating_id)
    signed = queries.signatures_of(r, now.id) if now else ()
    goods = queries.goods_of(r, now.id) if now else ()
    return render_template(
        "vacating/day.html",
        whole=whole,
        thread=whole.thread,
        day=now,
        posts=posts_of(whole.plan.content) if whole.plan else [],
        stops=whole.plan.content.get("stop_conditions", []) if whole.plan else [],
        goods=goods,
        videos=with_words(queries.videos_of(r, now.id), goods) if now else (),
        video_limit=videos.ABOUT_LIMIT,
        signed=signed,
        code=check_code(now.record_digest) if now and now.record_digest else "",
        words={"steps": STEPS, "duties": DUTIES, "sorts": SORTS, "handlings": HANDLINGS, "capacities": CAPACITIES, "cares": rules.CARES},
        ticked=day.ticked(now) if now else {},
        user_id=me().id,
        next_id=new_id(),
        refusal=refusal,
        anchor=anchor,
        typed=request.form if refusal else {},
    )


def _inventory(r: Reading, day_id: str, form: forms.CollectedForm | None = None, refusal: Refused | None = None, of: str = "") -> str:
    thread, found = day.day_in_scope(r, day_id)
    goods = queries.goods_of(r, found.id)
    return render_template(
        "vacating/inventory.html",
        thread=thread,
        day=found,
        goods=goods,
        videos=with_words(queries.videos_of(r, found.id), goods),
        signed=queries.signatures_of(r, found.id),
        case=get_case(r, found.case_id),
        court=get_court(r.session, found.court_id),
        words={"sorts": SORTS, "handlings": HANDLINGS, "capacities": CAPACITIES, "steps": STEPS},
        sealed=Handling.SEALED.value,
        blank={each.id: form if form and of == each.id else forms.CollectedForm(formdata=None).of_row(each.id) for each in goods},
        refusal=refusal,
        of=of,
        may=RUN_VACATING.held_by(me()),
    )


def _thing() -> Thing:
    given = request.form
    told = {name: given.get(name, "").strip()[: LENGTHS.get(name, 20)] for name in TEXTS}
    quantity = given.get("quantity", "1").strip()
    number = int(quantity) if quantity.isascii() and quantity.isdigit() and len(quantity) < 7 else 0
    return Thing(client_id=given.get("idempotency_key", "")[:64] or new_id(), quantity=number, **{**told, "unit": told["unit"] or "件"})


def _signed(w: Work, vacating_id: str) -> day.Signed:
    """A signature with its picture or typed form kept as evidence, or a refusal with its reason."""
    given, digest = request.form, request.form.get("seen_digest", "")
    now = queries.open_day(w, queries.get_vacating(w, vacating_id).id)
    if now is None:
        raise NotFound
    if not now.record_digest or now.record_digest != digest:
        raise Conflict("内容在你打开之后变了，请看过新的笔录再签名", code="digest_changed")
    signer, capacity = given.get("signer", "").strip()[:60], given.get("capacity", "")
    if given.get("refusal", "").strip():
        return day.Signed(signer, capacity, digest, way="refused", refusal=given["refusal"])
    if not signer:
        raise Invalid("写明签名人", field="signer")
    return sent_signature(w, vacating_id, signer, capacity)


def _happened() -> datetime | None:
    """When the phone says that it happened; None when it says nothing that can be read with its zone."""
    try:
        at = datetime.fromisoformat(request.form.get("happened_at", ""))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Invalid("领取期限应为日期，例如 2026-06-20", field="collect_by_on") from None
