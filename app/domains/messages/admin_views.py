"""Pages of the court's system administrator: the channels with their settings and tests, their words, the log of sendings."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domains.cases.forms import told
from app.domains.messages import delivering, showing
from app.domains.messages.channel import all_channels
from app.domains.messages.channel_settings import ChannelSet, channel_named, list_channels, set_channel
from app.domains.messages.forms import WordsForm, channel_form, order_of
from app.domains.messages.log_queries import LogFilter, count_states, list_log
from app.domains.messages.permissions import RUN_CHANNELS
from app.domains.messages.types import DeliveryState
from app.domains.messages.wording import KNOWN, set_words, title_of, usual_words
from app.infra.unit_of_work import Reading
from app.kernel.errors import Conflict, Invalid, NotFound
from app.web.access import house, me, permits, reading, work
from app.web.forms import PaperForm

pages = Blueprint("message_admin", __name__)


@pages.get("/admin/channels")
@permits(RUN_CHANNELS)
def channels() -> ResponseReturnValue:
    """消息渠道."""
    with reading() as r:
        kept, words, counts = list_channels(r, me().court_id, mail_url=house().settings.mail_url), showing.words_of(r), count_states(r)
    return render_template("messages/channels.html", channels=kept, words=words, counts=counts, facts_of=showing.facts_of)


@pages.get("/admin/channels/<code>")
@permits(RUN_CHANNELS)
def channel_page(code: str) -> ResponseReturnValue:
    """The form, with the secrets masked."""
    with reading() as r:
        return _page(_kept(r, code))


@pages.post("/admin/channels/<code>")
@permits(RUN_CHANNELS)
def change(code: str) -> ResponseReturnValue:
    """What was typed; a secret is never sent back."""
    with reading() as r:
        kept = _kept(r, code)
    form = channel_form(kept)
    try:
        with work() as w:
            set_channel(w, str(me().court_id), kept.channel, order_of(form, kept, request.form), own_machine=not house().settings.production)
    except (Invalid, Conflict) as refusal:
        status = told(form, refusal)
        return _page(kept, form), status
    return redirect(url_for("message_admin.channels"), 303)


@pages.post("/admin/channels/<code>/test")
@permits(RUN_CHANNELS)
def test(code: str) -> ResponseReturnValue:
    """测试发送: through the outbox like every other; the log says how it went."""
    with work() as w:
        delivering.send_test(w, _kept(w, code))
    return redirect(url_for("message_admin.log", channel=code), 303)


@pages.get("/admin/channels/words/<name>")
@permits(RUN_CHANNELS)
def words_page(name: str) -> ResponseReturnValue:
    """One text."""
    with reading() as r:
        return _words(r, name)


@pages.post("/admin/channels/words/<name>")
@permits(RUN_CHANNELS)
def change_words(name: str) -> ResponseReturnValue:
    """Replace it, or go back to the house's."""
    form = WordsForm()
    try:
        with work() as w:
            set_words(w, str(me().court_id), name, "" if request.form.get("usual") else str(form.text.data or ""))
    except Invalid as refusal:
        status = told(form, refusal)
        with reading() as r:
            return _words(r, name, form), status
    return redirect(url_for("message_admin.channels") + "#words", 303)


@pages.get("/admin/channels/log")
@permits(RUN_CHANNELS)
def log() -> ResponseReturnValue:
    """发送记录."""
    wanted = _wanted()
    with reading() as r:
        page, counts = list_log(r, wanted), count_states(r)
    chips, following = showing.chips_of(wanted, counts), showing.next_href(wanted, page.after)
    return render_template("messages/log.html", page=page, chips=chips, following=following, channels=all_channels(), kind_title=showing.kind_title)


@pages.post("/admin/channels/log/<delivery_id>/again")
@permits(RUN_CHANNELS)
def again(delivery_id: str) -> ResponseReturnValue:
    """再发一次."""
    with work() as w:
        row = delivering.send_again(w, delivery_id)
    return redirect(url_for("message_admin.log", channel=row.channel), 303)


def _wanted() -> LogFilter:
    """What the address asks for; a word that is none is passed over."""
    channel, state = request.args.get("channel", ""), request.args.get("state", "")
    return LogFilter(channel if channel in all_channels() else "", state if state in set(DeliveryState) else "", request.args.get("after", "")[:32])


def _kept(r: Reading, code: str) -> ChannelSet:
    channel = channel_named(code)
    return next(each for each in list_channels(r, me().court_id, mail_url=house().settings.mail_url) if each.channel is channel)


def _page(kept: ChannelSet, form: PaperForm | None = None) -> str:
    return render_template("messages/channel.html", kept=kept, form=form or channel_form(kept, formdata=None))


def _words(r: Reading, name: str, form: WordsForm | None = None) -> str:
    if name not in usual_words():
        raise NotFound
    row = next(each for each in showing.words_of(r) if each["name"] == name)
    shown = form or WordsForm(formdata=None, data={"text": row["text"]})
    return render_template("messages/words.html", form=shown, name=name, title=title_of(name), own=row["own"], usual=usual_words()[name], known=KNOWN)
