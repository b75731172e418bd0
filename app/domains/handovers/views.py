"""Pages of handovers at the desk (S19): the list, one thread with its next step, visits, and the record as it was signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.assets.queries import get_asset
from app.domains.cases.queries import get_case
from app.domains.courts.queries import get_court
from app.domains.handovers import queries, refusing, service, showing, signing_views
from app.domains.handovers.forms import AnswerForm, NoticeForm, PostedForm, RefusalForm, StepForm, StopForm, VacatedForm
from app.domains.handovers.permissions import ANSWER_REFUSAL, RUN_HANDOVER, SEE_HANDOVERS
from app.domains.handovers.rules import CAPACITIES, OUTCOMES, REFUSAL_GROUNDS
from app.infra.photos import keep_photos
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.law.subjects import AssetKind
from app.web.access import house, me, permits, reading, work
from app.web.forms import PaperForm
from app.web.lists import asked_slice, listed

pages = Blueprint("handovers", __name__)
more_pages = (signing_views.pages,)
FORMS: dict[str, type[PaperForm]] = {
    "notice": NoticeForm,
    "posted": PostedForm,
    "vacated": VacatedForm,
    "step": StepForm,
    "refusal": RefusalForm,
    "answer": AnswerForm,
    "stop": StopForm,
}
Act = Callable[[Work], object]


@pages.get("/handovers")
@permits(SEE_HANDOVERS)
def list_page() -> ResponseReturnValue:
    """腾空移交."""
    open_only, asked = request.args.get("state") != "all", asked_slice()
    with reading() as r:
        page = listed(queries.list_rows(r, asked, open_only=open_only), asked)
        rows = [(each, number, showing.look(each, r.today), showing.WORDS[showing.next_of(each)]) for each, number in page.rows]
    return render_template("handovers/list.html", rows=rows, page=page, open_only=open_only)


@pages.get("/handovers/<handover_id>")
@permits(SEE_HANDOVERS)
def page(handover_id: str) -> ResponseReturnValue:
    """S19: the thread."""
    with reading() as r:
        return _page(r, handover_id)


@pages.post("/handovers/<handover_id>/notice")
@permits(RUN_HANDOVER)
def ask_notice(handover_id: str) -> ResponseReturnValue:
    """提请院长签发公告."""
    form = NoticeForm()
    return _done(handover_id, "notice", form, lambda w: service.ask_notice(w, handover_id, form.leave_by_on.data))


@pages.post("/handovers/<handover_id>/posted")
@permits(RUN_HANDOVER)
def post_notice(handover_id: str) -> ResponseReturnValue:
    """张贴公告, with photos."""
    form = PostedForm()

    def act(w: Work) -> None:
        queries.get_handover(w, handover_id)
        posting = service.Posting(form.posted_on.data, form.posted_by.data or "", form.where.data or "")
        service.post_notice(w, handover_id, posting, _kept(w))

    return _done(handover_id, "posted", form, act)


@pages.post("/handovers/<handover_id>/vacated")
@permits(RUN_HANDOVER)
def note_vacated(handover_id: str) -> ResponseReturnValue:
    """已腾空."""
    form = VacatedForm()
    return _done(handover_id, "vacated", form, lambda w: service.note_vacated(w, handover_id, form.on.data))


@pages.post("/handovers/<handover_id>/steps")
@permits(RUN_HANDOVER)
def record_step(handover_id: str) -> ResponseReturnValue:
    """记录走访等, with photos."""
    form = StepForm()

    def act(w: Work) -> None:
        queries.get_handover(w, handover_id)
        kept = _kept(w)
        service.record_step(w, handover_id, kind=form.kind.data, present=form.present.data or "", body=form.body.data or "", evidence=kept)

    return _done(handover_id, "step", form, act)


@pages.post("/handovers/<handover_id>/refusal")
@permits(RUN_HANDOVER)
def note_refusal(handover_id: str) -> ResponseReturnValue:
    """买受人拒收."""
    form = RefusalForm()

    def act(w: Work) -> None:
        queries.get_handover(w, handover_id)
        refusing.note_refusal(w, handover_id, form.reason.data or "", _kept(w), form.ground.data)

    return _done(handover_id, "refusal", form, act)


@pages.post("/handovers/<handover_id>/answer")
@permits(ANSWER_REFUSAL)
def answer_refusal(handover_id: str) -> ResponseReturnValue:
    """法官答复拒收, or ends the dispute."""
    form = AnswerForm()
    return _done(handover_id, "answer", form, lambda w: refusing.answer_refusal(w, handover_id, form.outcome.data, form.words.data or "", form.again_on.data))


@pages.post("/handovers/<handover_id>/stop")
@permits(RUN_HANDOVER)
def stop_clock(handover_id: str) -> ResponseReturnValue:
    """暂停移交期限."""
    form = StopForm()
    return _done(handover_id, "stop", form, lambda w: refusing.stop_clock(w, handover_id, form.ground.data or ""))


@pages.post("/handovers/<handover_id>/go-on")
@permits(RUN_HANDOVER)
def go_on(handover_id: str) -> ResponseReturnValue:
    """恢复计算."""
    return _done(handover_id, "", PaperForm(), lambda w: refusing.go_on(w, handover_id))


@pages.get("/handovers/<handover_id>/photos/<digest>")
@permits(SEE_HANDOVERS)
def photo(handover_id: str, digest: str) -> ResponseReturnValue:
    """A shown copy or a drawn signature of this thread; nothing else."""
    with reading() as r:
        handover = queries.get_handover(r, handover_id)
        shown = showing.photos_of(handover, queries.list_steps(r, handover_id))
        drawn = [each.image_digest for each in queries.list_signatures(r, handover_id) if each.way == "drawn"]
    if digest not in (*shown, *drawn):
        raise NotFound
    media_type = "image/png" if digest in drawn else "image/jpeg"
    return Response(house().evidence.read(digest), mimetype=media_type, headers={"Cache-Control": "private, max-age=3600", "Content-Disposition": "inline"})


@pages.get("/handovers/<handover_id>/record")
@permits(SEE_HANDOVERS)
def record_page(handover_id: str) -> ResponseReturnValue:
    """移交笔录, for reading and printing."""
    with reading() as r:
        handover = queries.get_handover(r, handover_id)
        if not handover.record_digest:
            raise NotFound
        signed = [each for each in queries.list_signatures(r, handover_id, live_only=True) if each.digest == handover.record_digest]
        case, court = get_case(r, handover.case_id), get_court(r.session, handover.court_id)
    return render_template("handovers/record.html", handover=handover, signed=signed, case=case, court=court, capacities=CAPACITIES)


def _kept(w: Work) -> list[dict[str, Any]]:
    return keep_photos(w.session, house().evidence, _sent(), source=f"腾空移交 {w.actor.name}", now=w.now)


def _sent() -> list[tuple[str, bytes]]:
    return [(file.filename or "", file.read()) for file in request.files.getlist("photos") if file.filename]


def _done(handover_id: str, name: str, form: PaperForm, act: Act) -> ResponseReturnValue:
    try:
        form.require_valid()
        with work() as w:
            act(w)
    except (Invalid, Conflict, NotNow) as refusal:
        if isinstance(refusal, Invalid):
            form.take_faults(refusal)
        with reading() as r:
            return _page(r, handover_id, {name: form}, refusal), refusal.status
    return redirect(url_for("handovers.page", handover_id=handover_id), 303)


def _page(r: Reading, handover_id: str, typed: dict[str, PaperForm] | None = None, refusal: Invalid | Conflict | NotNow | None = None) -> str:
    handover = queries.get_handover(r, handover_id)
    forms = {name: kind(formdata=None) for name, kind in FORMS.items()} | (typed or {})
    return render_template(
        "handovers/page.html",
        handover=handover,
        case=get_case(r, handover.case_id),
        steps=queries.list_steps(r, handover_id),
        line=showing.step_line(handover),
        look=showing.look(handover, r.today),
        next=showing.next_of(handover),
        words=showing.WORDS,
        kinds=service.STEP_KINDS,
        forms=forms,
        refusal=refusal,
        grounds=REFUSAL_GROUNDS,
        outcomes=OUTCOMES,
        stopped=refusing.stopped_since(handover),
        has_vacating=handover.needs_vacating and AssetKind(get_asset(r, handover.asset_id).law_class).is_real_estate,
        may=RUN_HANDOVER.held_by(me()),
        may_answer=ANSWER_REFUSAL.held_by(me()),
    )
