"""Pages of valuations: what is under way, an asset's way to its price (S9), and the acts of agreement, inquiries and any way."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.domains.valuations import appraisal_views, directed, inquiry, objection_views, service
from app.domains.valuations.acting import asset_of, done, files_of, form_of, page, simply
from app.domains.valuations.appraisal import start_appraisal
from app.domains.valuations.listing import list_under_way
from app.domains.valuations.permissions import PRICE_ASSETS, SEE_VALUATIONS
from app.domains.valuations.queries import get_report, get_valuation
from app.domains.valuations.types import TITLES
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotFound
from app.web.access import house, permits, reading
from app.web.lists import asked_slice, listed

pages = Blueprint("valuations", __name__)
more_pages = (appraisal_views.pages, objection_views.pages)


@pages.get("/valuations")
@permits(SEE_VALUATIONS)
def index() -> ResponseReturnValue:
    """评估询价: ways under way, earliest due first."""
    asked = asked_slice()
    with reading() as r:
        rows, unpriced = list_under_way(r, asked)
    return render_template("valuations/list.html", page=listed(rows, asked), unpriced=unpriced, titles=TITLES)


@pages.get("/assets/<asset_id>/valuation")
@permits(SEE_VALUATIONS)
def show(asset_id: str) -> ResponseReturnValue:
    """S9."""
    return page(asset_id)


@pages.get("/valuations/<valuation_id>/files/<digest>")
@permits(SEE_VALUATIONS)
def file(valuation_id: str, digest: str) -> ResponseReturnValue:
    """A file that came with an act, always as a download."""
    with reading() as r:
        held = {each["digest"] for each in get_valuation(r, valuation_id).files}
    if digest not in held:
        raise NotFound
    headers = {"Content-Type": "application/octet-stream", "Content-Disposition": f'attachment; filename="{digest[:12]}"'}
    return house().evidence.read(digest), 200, headers


@pages.post("/assets/<asset_id>/valuation/agreement")
@permits(PRICE_ASSETS)
def agreement(asset_id: str) -> ResponseReturnValue:
    """启动议价."""
    return simply(asset_id, lambda w: service.start_agreement(w, asset_id))


@pages.post("/assets/<asset_id>/valuation/inquiry")
@permits(PRICE_ASSETS)
def start_inquiry(asset_id: str) -> ResponseReturnValue:
    """发出委托 to all listed platforms at once."""
    form = form_of("inquiry")

    def start(w: Work) -> None:
        course = form.course()
        stated = form.stated_value.data
        inquiry.start_inquiry(w, asset_id, stated_value=stated, skipped=course.skipped, jump=course.jump, jump_note=course.jump_note)

    return done(asset_id, "inquiry", form, start)


@pages.post("/assets/<asset_id>/valuation/directed")
@permits(PRICE_ASSETS)
def start_directed(asset_id: str) -> ResponseReturnValue:
    """发出定向询价函."""
    form = form_of("directed")

    def start(w: Work) -> None:
        letter = directed.Letter(form.agency.data, form.basis.data, form.requirements.data, form.finish_by_on.data)
        directed.start_directed(w, asset_id, letter, form.course())

    return done(asset_id, "directed", form, start)


@pages.post("/assets/<asset_id>/valuation/appraisal")
@permits(PRICE_ASSETS)
def appraisal(asset_id: str) -> ResponseReturnValue:
    """启动委托评估."""
    form = form_of("appraisal")
    return done(asset_id, "appraisal", form, lambda w: start_appraisal(w, asset_id, form.course()))


@pages.post("/valuations/<valuation_id>/reply")
@permits(PRICE_ASSETS)
def reply(valuation_id: str) -> ResponseReturnValue:
    """The office's answer with its file."""
    form = form_of("reply")

    def take(w: Work) -> None:
        filed = files_of(w, form.file, f"valuation:{valuation_id}")
        if not filed:
            raise Invalid("选择复函文件", field="file")
        told = directed.Reply(form.value.data, form.number.data, form.replied_on.data, form.valid_until.data, filed[0])
        directed.take_reply(w, valuation_id, told)

    return done(asset_of(valuation_id), "reply", form, take)


@pages.post("/valuations/<valuation_id>/figures")
@permits(PRICE_ASSETS)
def figure(valuation_id: str) -> ResponseReturnValue:
    """One side's figure, sealed until the other is in."""
    form = form_of("figure")

    def enter(w: Work) -> None:
        service.enter_figure(w, valuation_id, side=str(form.side.data), name=str(form.name.data), value=form.value.data)

    return done(asset_of(valuation_id), "figure", form, enter)


@pages.post("/valuations/<valuation_id>/reports/<report_id>")
@permits(PRICE_ASSETS)
def report(valuation_id: str, report_id: str) -> ResponseReturnValue:
    """A report entered from paper, with its file."""
    form = form_of("report", report_id)

    def take(w: Work) -> None:
        get_report(w, valuation_id, report_id)
        told = service.report_by_hand(form.value.data, str(form.report_no.data), form.reported_at.data, form.valid_until.data, now=w.now)
        service.take_by_hand(w, report_id, told, files_of(w, form.file, f"valuation:{valuation_id}"))

    return done(asset_of(valuation_id), f"report-{report_id}", form, take)


@pages.post("/valuations/<valuation_id>/settle")
@permits(PRICE_ASSETS)
def settle(valuation_id: str) -> ResponseReturnValue:
    """确定参考价."""
    return simply(asset_of(valuation_id), lambda w: service.settle_price(w, valuation_id))


@pages.post("/valuations/<valuation_id>/more-time")
@permits(PRICE_ASSETS)
def more_time(valuation_id: str) -> ResponseReturnValue:
    """准予延期三日."""
    return simply(asset_of(valuation_id), lambda w: inquiry.grant_more_time(w, valuation_id))


@pages.post("/valuations/<valuation_id>/errors")
@permits(PRICE_ASSETS)
def error(valuation_id: str) -> ResponseReturnValue:
    """登记报告错误."""
    form = form_of("error")

    def note(w: Work) -> None:
        inquiry.note_error(w, valuation_id, form.report_id.data, kind=form.kind.data, note=form.note.data)

    return done(asset_of(valuation_id), "error", form, note)


@pages.post("/valuations/<valuation_id>/corrections")
@permits(PRICE_ASSETS)
def corrections(valuation_id: str) -> ResponseReturnValue:
    """通知全部平台补正."""
    return simply(asset_of(valuation_id), lambda w: inquiry.ask_corrections(w, valuation_id))


@pages.post("/valuations/<valuation_id>/reissue")
@permits(PRICE_ASSETS)
def reissue(valuation_id: str) -> ResponseReturnValue:
    """重新出具 after the validity was missed."""
    return simply(asset_of(valuation_id), lambda w: service.reissue_price(w, valuation_id))


@pages.post("/valuations/<valuation_id>/give-up")
@permits(PRICE_ASSETS)
def give_up(valuation_id: str) -> ResponseReturnValue:
    """The way cannot lead to a price."""
    form = form_of("give_up")
    return done(asset_of(valuation_id), "give_up", form, lambda w: service.give_up(w, valuation_id, str(form.reason.data)))


@pages.post("/valuations/<valuation_id>/withdraw")
@permits(PRICE_ASSETS)
def withdraw(valuation_id: str) -> ResponseReturnValue:
    """撤回委托."""
    form = form_of("withdraw")
    return done(asset_of(valuation_id), "withdraw", form, lambda w: service.withdraw(w, valuation_id, ground=form.ground.data, note=form.note.data or ""))


@pages.post("/valuations/<valuation_id>/pause")
@permits(PRICE_ASSETS)
def pause(valuation_id: str) -> ResponseReturnValue:
    """暂缓."""
    form = form_of("pause")
    return done(asset_of(valuation_id), "pause", form, lambda w: service.pause(w, valuation_id, ground=form.ground.data, note=form.note.data or ""))


@pages.post("/valuations/<valuation_id>/resume")
@permits(PRICE_ASSETS)
def resume(valuation_id: str) -> ResponseReturnValue:
    """恢复."""
    return simply(asset_of(valuation_id), lambda w: service.resume(w, valuation_id))
