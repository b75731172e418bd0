"""Handing over on the spot (S20), made for a phone: write the record, sign it on the screen, finish."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets.queries import get_asset
from app.domains.handovers import queries, service
from app.domains.handovers.comparing import METERS, key_of, published_of, read_comparison
from app.domains.handovers.forms import RecordForm, SignForm
from app.domains.handovers.permissions import RUN_HANDOVER
from app.domains.handovers.rules import CAPACITIES, IDENTITIES, OPTIONAL_FIELDS, RECORD_FIELDS, SECOND
from app.infra.evidence import keep
from app.infra.photos import keep_photos
from app.infra.signing import check_code, picture_of, typed_signature
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.web.access import house, me, permits, reading, work

pages = Blueprint("signing", __name__)
Refused = Invalid | Conflict | NotNow


@pages.get("/handovers/<handover_id>/hand-over")
@permits(RUN_HANDOVER)
def record_form(handover_id: str) -> ResponseReturnValue:
    """填写移交笔录."""
    with reading() as r:
        handover = queries.get_handover(r, handover_id)
        kept = {name: handover.record_data.get(name, "") for name in (*RECORD_FIELDS, *OPTIONAL_FIELDS)}
        condition = handover.record_data.get("condition_typed", kept["condition"])
        form = RecordForm(formdata=None, data=kept | {"place": kept["place"] or handover.place, "condition": condition})
        return _record(r, handover_id, form)


@pages.post("/handovers/<handover_id>/hand-over")
@permits(RUN_HANDOVER)
def save_record(handover_id: str) -> ResponseReturnValue:
    """Keep the record; then it is signed."""
    form = RecordForm()
    try:
        with work() as w:
            _take_photos(w, handover_id)
        form.require_valid()
        with work() as w:
            asset = get_asset(w, queries.get_handover(w, handover_id).asset_id)
            service.save_record(w, handover_id, form.to_data(), read_comparison(published_of(asset), request.form))
    except (Invalid, Conflict, NotNow) as refusal:
        with reading() as r:
            return _record(r, handover_id, form, refusal), refusal.status
    return redirect(url_for("signing.sign_page", handover_id=handover_id), 303)


@pages.get("/handovers/<handover_id>/sign")
@permits(RUN_HANDOVER)
def sign_page(handover_id: str) -> ResponseReturnValue:
    """The full text above the pads."""
    with reading() as r:
        return _sign(r, handover_id)


@pages.post("/handovers/<handover_id>/sign")
@permits(RUN_HANDOVER)
def sign(handover_id: str) -> ResponseReturnValue:
    """Take one signature, drawn or typed."""
    form = SignForm()
    try:
        form.require_valid()
        with work() as w:
            service.sign(w, handover_id, _signed(w, handover_id, form))
    except (Invalid, Conflict, NotNow) as refusal:
        with reading() as r:
            return _sign(r, handover_id, refusal), refusal.status
    return redirect(url_for("signing.sign_page", handover_id=handover_id), 303)


@pages.post("/handovers/<handover_id>/finish")
@permits(RUN_HANDOVER)
def finish(handover_id: str) -> ResponseReturnValue:
    """完成移交."""
    try:
        with work() as w:
            service.finish(w, handover_id)
    except (Invalid, Conflict, NotNow) as refusal:
        with reading() as r:
            return _sign(r, handover_id, refusal), refusal.status
    return redirect(url_for("handovers.record_page", handover_id=handover_id), 303)


def _signed(w: Work, handover_id: str, form: SignForm) -> service.Signed:
    """The signature with its picture or typed form kept as evidence."""
    digest, capacity = str(form.seen_digest.data or ""), str(form.capacity.data or "")
    if queries.get_handover(w, handover_id).record_digest != digest:
        raise Conflict("内容在你打开之后变了，请看过新的笔录再签名", code="digest_changed")
    signer = w.actor.name if capacity == "officer" else str(form.signer.data).strip()
    drawn = str(form.signature.data or "")
    typed = str(form.signature_typed.data or "")
    content = typed_signature(signer, digest, typed, str(form.signature_code.data or "")) if typed and not drawn else picture_of(drawn)
    way, media_type = ("typed", "text/plain") if typed and not drawn else ("drawn", "image/png")
    kept = keep(w.session, house().evidence, content, name=f"签名-{capacity}", media_type=media_type, source=f"移交笔录 {handover_id}", now=w.now)
    shown = str(form.identity.data or "") if capacity == "buyer" and form.id_checked.data else ""
    return service.Signed(signer, capacity, digest, kept.digest, way, shown)


def _take_photos(w: Work, handover_id: str) -> None:
    """Photos are kept before the words are looked at: a fault in these does not lose what was taken on the spot."""
    published = published_of(get_asset(w, queries.get_handover(w, handover_id).asset_id))
    fields = {f"compare-{no}-photos": key_of(each) for no, each in enumerate(published)} | {"meter-photos": METERS}
    given = {key: [(file.filename or "", file.read()) for file in request.files.getlist(name) if file.filename] for name, key in fields.items()}
    source = f"移交现场 {w.actor.name}"
    sent = {key: keep_photos(w.session, house().evidence, files, source=source, now=w.now) for key, files in given.items() if files}
    if sent:
        service.take_photos(w, handover_id, sent)


def _record(r: Reading, handover_id: str, form: RecordForm, refusal: Refused | None = None) -> str:
    handover = queries.get_handover(r, handover_id)
    if isinstance(refusal, Invalid) and not form.errors:
        form.take_faults(refusal)
    signed = queries.list_signatures(r, handover_id, live_only=True)
    published, photos = published_of(get_asset(r, handover.asset_id)), handover.record_data.get("photos", {})
    kept = {(each["head"], each["published"]): each for each in handover.record_data.get("compared", [])}
    compared = [(each, _told(no, kept.get((each.head, each.words))), photos.get(key_of(each), [])) for no, each in enumerate(published)]
    meters = photos.get(METERS, [])
    told = {"signed": signed, "compared": compared, "meters": meters, "capacities": CAPACITIES}
    return render_template("handovers/hand_over.html", handover=handover, form=form, refusal=refusal, **told)


def _told(no: int, kept: Mapping[str, str] | None) -> dict[str, str]:
    """What was ticked beside a published fact: as typed now, else as kept."""
    if request.method == "POST":
        return {name: request.form.get(f"compare-{no}-{name}", "") for name in ("same", "found")}
    return {"same": kept["same"], "found": "" if kept["same"] == "yes" else kept["found"]} if kept else {"same": "", "found": ""}


def _sign(r: Reading, handover_id: str, refusal: Refused | None = None) -> str:
    handover = queries.get_handover(r, handover_id)
    if not handover.record_digest:
        raise NotFound
    signed = {each.capacity: each for each in queries.list_signatures(r, handover_id, live_only=True) if each.digest == handover.record_digest}
    signers = {"buyer": handover.buyer_name, "officer": me().name, SECOND: ""}
    taken = signed["officer"].signer if "officer" in signed else me().name
    return render_template(
        "handovers/sign.html",
        handover=handover,
        capacities=CAPACITIES,
        signed=signed,
        signers=signers,
        identities=IDENTITIES,
        typed=request.form if request.method == "POST" else {},
        officers=[each for each in queries.officers_at(r, handover.court_id) if each != taken],
        code=check_code(handover.record_digest),
        refusal=refusal,
    )
