"""演示引导 `/guide`: walking one new lot by hand, one login after another; only with demonstration data, never in production."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue

from app.desk.frame import is_open_to
from app.desk.guide_facts import STEPS, Facts, GuideStep, facts_of
from app.desk.guide_sheet import NUMBER, guide_workbook
from app.domains.accounts.queries import list_demo_people
from app.infra.unit_of_work import Reading
from app.infra.workbooks import XLSX
from app.kernel.actor import ROLE_NAMES, Actor, Role
from app.kernel.errors import NotFound
from app.kernel.permission import SIGNED_IN
from app.web.access import house, permits, reading

pages = Blueprint("guide", __name__)
SHEET = "案件导入.xlsx"


@pages.get("/guide")
@permits(SIGNED_IN)
def show() -> ResponseReturnValue:
    """The fourteen steps, which are done, and who does the next."""
    with reading() as r:
        facts = _demo_facts(r)
        people = {person.login: person for person in list_demo_people(r.session)}
        steps = [_step(number, step, facts, r.actor) for number, step in enumerate(STEPS, 1)]
    current = next((step["number"] for step in steps if not step["done"]), 0)
    for step in steps:
        step["state"] = "done" if step["done"] else "now" if step["number"] == current else "later"
        step["people"] = [_person(people[login], login, step["href"]) for login in step["logins"] if login in people]
    return render_template("desk/guide.html", steps=steps, done=sum(step["done"] for step in steps), case_no=NUMBER, sheet=SHEET, **_doors())


@pages.get(f"/guide/{SHEET}")
@permits(SIGNED_IN)
def sheet() -> ResponseReturnValue:
    """The spreadsheet of the guide's case."""
    with reading() as r:
        _demo_facts(r)
    return Response(guide_workbook(), mimetype=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(SHEET)}"})


def _demo_facts(r: Reading) -> Facts:
    facts = None if house().settings.production else facts_of(r)
    if facts is None:
        raise NotFound
    return facts


def _step(number: int, step: GuideStep, facts: Facts, actor: Actor) -> dict[str, Any]:
    ready = not step.needs or bool(facts[step.needs])
    fallback = f"/assets/{facts['asset']}" if facts["asset"] else "/"
    href = step.page.format(**{name: value or "" for name, value in facts.items()}) if ready else "/"
    if href.endswith("/"):
        href = fallback
    mine = actor.role.value in {_ROLES.get(login, login) for login in step.logins}
    reachable = ready and mine and is_open_to(current_app, actor, href)
    return {"number": number, "title": step.title, "act": step.act, "href": href, "open": reachable, "logins": step.logins, "done": step.done(facts)}


def _person(person: Any, login: str, href: str) -> dict[str, str]:
    role = ROLE_NAMES[Role(person.appointments[0].role)]
    return {"login": login, "name": person.name, "role": role, "next": href}


def _doors() -> dict[str, str]:
    """The password of the cast, and the simulator's back office."""
    settings = house().settings
    back_office = f"{settings.sites_base_url.rstrip('/')}/taobao/backoffice/" if settings.sites_base_url else ""
    return {"password": settings.demo_password, "back_office": back_office}


_ROLES = {"panel1": Role.PANEL.value, "panel2": Role.PANEL.value}
