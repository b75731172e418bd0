"""Which site, and by whose choice (法释〔2016〕18号 第5条, NA-03): each applicant's recorded choice, what they have in common, or why the court designates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import get_case, list_parties
from app.domains.cases.types import PartyRole
from app.domains.plans.tables import SiteChoice
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Invalid
from app.sites.loader import installed

LEAST_SOURCE, MOST_SOURCE = 4, 200


@dataclass(frozen=True)
class Choice:
    """One applicant's choice, in words; `site` is its code."""

    name: str
    site: str
    source: str
    chosen_on: date


@dataclass(frozen=True)
class Common:
    """What the applicants chose in common: one site, or none and why. `words` say it for people."""

    site: str
    words: str


def common_choice(choices: Sequence[Choice], titles: dict[str, str]) -> Common:
    """The applicants' common choice. None chose, or several disagree: the court designates (NA-03)."""
    if not choices:
        return Common("", "申请执行人没有选择，由法院指定并写明理由")
    sites = {each.site for each in choices}
    if len(sites) > 1:
        said = "、".join(f"{each.name}选{titles.get(each.site, each.site)}" for each in choices)
        return Common("", f"申请执行人选择不一致（{said}），由法院指定并写明理由")
    last = max(choices, key=lambda each: each.chosen_on)
    return Common(last.site, f"申请执行人选定 {last.chosen_on.isoformat()}（{last.source}）")


@dataclass(frozen=True)
class ChooseSite:
    """An applicant chose a site: who, which, by which paper or record, on which day."""

    name: str
    site: str
    source: str
    chosen_on: date


def record_choice(w: Work, case_id: str, order: ChooseSite) -> SiteChoice:
    """Write an applicant's choice down; a later one of the same applicant replaces it, the trail keeps both."""
    case, source = get_case(w, case_id), order.source.strip()
    if order.name not in applicants_of(w, case_id):
        raise Invalid("选择平台的应为本案申请执行人", field="name")
    if order.site not in installed().codes:
        raise Invalid("选择名单库中的平台", field="site")
    if not LEAST_SOURCE <= len(source) <= MOST_SOURCE:
        raise Invalid(f"写明选择的来源（{LEAST_SOURCE} 至 {MOST_SOURCE} 字），例如 2026-03-26 平台选择确认书", field="source")
    if order.chosen_on > w.today:
        raise Invalid("选择日不能晚于今天", field="chosen_on")
    kept = next((each for each in _rows(w, case_id) if each.name == order.name), None)
    if kept is None:
        kept = SiteChoice(court_id=case.court_id, case_id=case.id, name=order.name)
        w.session.add(kept)
    kept.site, kept.source, kept.chosen_on = order.site, source, order.chosen_on
    kept.recorded_by, kept.recorded_at = w.actor.id, w.now
    w.flush()
    words = f"{order.name} 选择拍卖平台：{installed().get(order.site).title}（{source}）"
    record(w, "plan.site_chosen", "case", case.id, words[:255], case_id=case.id, authority="法释〔2016〕18号 第5条")
    return kept


def applicants_of(r: Reading, case_id: str) -> list[str]:
    """Names of the case's applicants."""
    return [each.name for each in list_parties(r, case_id) if each.role == PartyRole.APPLICANT]


def choices_of(r: Reading, case_id: str) -> list[Choice]:
    """The recorded choices of a case, for whoever holds it; one query."""
    return [Choice(each.name, each.site, each.source, each.chosen_on) for each in _rows(r, case_id)]


def common_of(r: Reading, case_id: str) -> Common:
    """What the applicants of a case chose in common; one query."""
    return commons_of(r, {case_id})[case_id]


def commons_of(r: Reading, case_ids: set[str]) -> dict[str, Common]:
    """The same of several cases, in one query."""
    found: dict[str, list[Choice]] = {each: [] for each in case_ids}
    for row in r.session.scalars(for_house(select(SiteChoice).where(SiteChoice.case_id.in_(case_ids)).order_by(SiteChoice.chosen_on, SiteChoice.id))):
        found[row.case_id].append(Choice(row.name, row.site, row.source, row.chosen_on))
    titles = {each.code: each.title for each in installed()}
    return {case_id: common_choice(choices, titles) for case_id, choices in found.items()}


def _rows(r: Reading, case_id: str) -> Sequence[SiteChoice]:
    return r.session.scalars(for_house(select(SiteChoice).where(SiteChoice.case_id == case_id).order_by(SiteChoice.chosen_on, SiteChoice.id))).all()
