"""One hand-over on the spot, made for a phone: the full text, one pad a side, photos; a side that comes later writes why (补签)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.custody import queries, service
from app.domains.custody.forms import ReasonForm, SignForm
from app.domains.custody.permissions import HOLD_CUSTODY, RUN_CUSTODY, SEE_CUSTODY
from app.domains.custody.rules import SIDES, signer_of
from app.domains.custody.service import Signed, side_of
from app.infra.evidence import keep
from app.infra.photos import keep_photos
from app.infra.signing import check_code, picture_of, typed_signature
from app.infra.unit_of_work import Reading, Work
from app.kernel.clock import day_of
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotNow
from app.web.access import house, me, permits, reading, work

pages = Blueprint("custody_moves", __name__)
Refused = Invalid | Conflict | NotNow | NotAllowed


@pages.get("/custody/moves/<move_id>")
@permits(SEE_CUSTODY)
def page(move_id: str) -> ResponseReturnValue:
    """The record above the pads."""
    with reading() as r:
        return _page(r, move_id)


@pages.post("/custody/moves/<move_id>/sign")
@permits(HOLD_CUSTODY)
def sign(move_id: str) -> ResponseReturnValue:
    """Take one side's signature, drawn or typed."""
    form = SignForm()
    try:
        form.require_valid()
        with work() as w:
            service.sign_move(w, move_id, _signed(w, move_id, form))
    except (Invalid, Conflict, NotNow, NotAllowed) as refusal:
        return _refused(move_id, refusal)
    return redirect(url_for("custody_moves.page", move_id=move_id), 303)


@pages.post("/custody/moves/<move_id>/photos")
@permits(HOLD_CUSTODY)
def add_photos(move_id: str) -> ResponseReturnValue:
    """补交接照片."""
    try:
        with work() as w:
            queries.get_move(w, move_id)
            service.add_move_photos(w, move_id, keep_sent(w))
    except (Invalid, Conflict, NotNow) as refusal:
        return _refused(move_id, refusal)
    return redirect(url_for("custody_moves.page", move_id=move_id), 303)


@pages.post("/custody/moves/<move_id>/cancel")
@permits(RUN_CUSTODY)
def cancel(move_id: str) -> ResponseReturnValue:
    """撤销尚未签名的交接."""
    form = ReasonForm()
    try:
        form.require_valid()
        with work() as w:
            asset_id = service.cancel_move(w, move_id, form.reason.data or "").asset_id
    except (Invalid, Conflict, NotNow) as refusal:
        return _refused(move_id, refusal)
    return redirect(url_for("custody.chain", asset_id=asset_id), 303)


def keep_sent(w: Work) -> list[dict[str, Any]]:
    """The photos of this request, kept as evidence."""
    sent = [(file.filename or "", file.read()) for file in request.files.getlist("photos") if file.filename]
    return keep_photos(w.session, house().evidence, sent, source=f"保管 {w.actor.name}", now=w.now)


def _signed(w: Work, move_id: str, form: SignForm) -> Signed:
    move, side = queries.get_move(w, move_id), str(form.side.data or "")
    if side not in SIDES:
        raise Invalid("没有这一方", field="side")
    kind, _, party = side_of(move, side)
    signer = signer_of(w.actor, kind, party, str(form.signer.data or ""))
    drawn, typed = str(form.signature.data or ""), str(form.signature_typed.data or "")
    by_typing = bool(typed) and not drawn
    content = typed_signature(signer, move.digest, typed, str(form.signature_code.data or "")) if by_typing else picture_of(drawn)
    way, media_type = ("typed", "text/plain") if by_typing else ("drawn", "image/png")
    kept = keep(w.session, house().evidence, content, name=f"签名-{side}", media_type=media_type, source=f"保管交接 {move_id}", now=w.now)
    return Signed(side, str(form.seen_digest.data or ""), kept.digest, way, signer, str(form.late_reason.data or ""))


def _refused(move_id: str, refusal: Refused) -> ResponseReturnValue:
    with reading() as r:
        return _page(r, move_id, refusal), refusal.status


def _page(r: Reading, move_id: str, refusal: Refused | None = None) -> str:
    move = queries.get_move(r, move_id)
    sides = {side: side_of(move, side) for side in SIDES}
    mine = {side: (me().agency_id == agency_id if agency_id else me().is_court) for side, (_, agency_id, _) in sides.items()}
    return render_template(
        "custody/move.html",
        move=move,
        things=queries.things_of_move(r, move),
        signed=queries.signatures_of(r, move),
        sides={side: (SIDES[side], kind, name, mine[side] and HOLD_CUSTODY.held_by(me())) for side, (kind, _, name) in sides.items()},
        late=day_of(move.at) < r.today,
        code=check_code(move.digest),
        refusal=refusal,
        may_run=RUN_CUSTODY.held_by(me()),
        back=url_for("custody.chain", asset_id=move.asset_id),
    )
