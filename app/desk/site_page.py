"""The page of one site (S26): its last 24 hours, the last answers with their digests, its settings; 停读, 恢复, 立即读取."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.domains.accounts.queries import names_of
from app.domains.cases.forms import told
from app.domains.rounds import site_queries, site_settings
from app.domains.rounds.permissions import READ_SITES, SEE_ANSWERS, SET_SITES
from app.domains.rounds.queries import list_answers
from app.domains.rounds.site_forms import order_of, sections_of, settings_form
from app.infra.unit_of_work import Reading
from app.kernel.errors import Conflict, Invalid
from app.sites.contract import Plugin
from app.sites.loader import installed
from app.web.access import house, me, permits, reading, work
from app.web.charts import hour_shape
from app.web.forms import PaperForm

pages = Blueprint("site_acts", __name__)
NARROW = 336


@pages.get("/sites/<code>/settings")
@permits(SET_SITES)
def settings_page(code: str) -> ResponseReturnValue:
    """The form, with the secrets masked."""
    with reading() as r:
        return _settings(r, installed().get(code))


@pages.post("/sites/<code>/settings")
@permits(SET_SITES)
def change_settings(code: str) -> ResponseReturnValue:
    """What was typed; a wrong field stands beside its words, a secret is never sent back."""
    plugin = installed().get(code)
    with reading() as r:
        form = settings_form(plugin, site_settings.settings_of(r.session, plugin))
    try:
        with work() as w:
            site_settings.set_site(w, plugin, order_of(form, plugin, request.form), own_machine=not house().settings.production)
        return _back(code)
    except (Invalid, Conflict) as refusal:
        status = told(form, refusal)
    with reading() as r:
        return _settings(r, plugin, form), status


@pages.post("/sites/<code>/stop")
@permits(SET_SITES)
def stop(code: str) -> ResponseReturnValue:
    """停读."""
    with work() as w:
        site_settings.switch_site(w, installed().get(code), on=False)
    return _back(code)


@pages.post("/sites/<code>/resume")
@permits(SET_SITES)
def resume(code: str) -> ResponseReturnValue:
    """恢复."""
    with work() as w:
        site_settings.switch_site(w, installed().get(code), on=True)
    return _back(code)


@pages.post("/sites/<code>/read")
@permits(READ_SITES)
def read(code: str) -> ResponseReturnValue:
    """立即读取, and 已验证 after a captcha."""
    with work() as w:
        site_settings.read_now(w, installed().get(code))
    return _back(code)


def page_of(r: Reading, plugin: Plugin) -> dict[str, Any]:
    """What stands still on the page: the address, who may do what, the settings masked and who changed them."""
    row = site_settings.find_setting(r, plugin)
    kept = site_settings.settings_of(r.session, plugin)
    who = names_of(r.session, {row.changed_by}).get(row.changed_by, "—") if row else ""
    return {"plugin": plugin, "sections": sections_of(plugin, kept), "changed": row, "changed_by": who, "may_set": SET_SITES.held_by(me())}


def answers_of(r: Reading, plugin: Plugin) -> dict[str, Any]:
    """The strip of 24 hours and the last looks with their kept answers; lots and files only where the reader may open them."""
    hours = site_queries.list_hours(r, plugin.code)
    looks = site_queries.list_site_readings(r, plugin.code)
    rounds = site_queries.find_rounds(r, [each.round_id for each in looks])
    kept = list_answers(r, looks)
    opens = SEE_ANSWERS.held_by(me())
    shown = [{"at": each.at, "look": each, "found": rounds.get(each.round_id), "files": [kept[key] for key in each.digests if key in kept]} for each in looks]
    return {"wide": hour_shape(hours), "narrow": hour_shape(hours, width=NARROW), "looks": shown, "opens": opens}


def _settings(r: Reading, plugin: Plugin, form: PaperForm | None = None) -> str:
    row, kept = site_settings.find_setting(r, plugin), site_settings.settings_of(r.session, plugin)
    shown = form or settings_form(plugin, kept, formdata=None)
    lost = [each.title for each in site_settings.fields_of(plugin) if row and each.name in row.sealed and not getattr(kept, each.name)]
    simulated = bool(house().settings.sites_base_url)
    return render_template("sites/settings.html", plugin=plugin, form=shown, version=row.version if row else 0, lost=lost, simulated=simulated)


def _back(code: str) -> Response:
    return redirect(url_for("sites.site", code=code), 303)
