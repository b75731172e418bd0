"""Verbs of what stands on an asset: right holders, seizures and their renewal, burdens, who may buy first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select

from app.domains.assets.events import SeizureEntered
from app.domains.assets.queries import get_asset, get_part, get_seizure, list_parts, list_seizures
from app.domains.assets.rules import check_share, check_term, usual_expiry
from app.domains.assets.service import changeable
from app.domains.assets.tables import Asset, Encumbrance, PriorityHolder, RightHolder, Seizure
from app.domains.assets.types import EncumbranceKind, Measure, PriorityKind, Status
from app.domains.audit.service import record
from app.domains.cases.numbers import parse_number
from app.domains.cases.queries import list_parties
from app.domains.cases.service import check_version, open_case_of
from app.domains.courts.queries import get_court
from app.infra.unit_of_work import Work, for_house
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import Money
from app.law.subjects import AssetKind

Part = TypeVar("Part", bound=RightHolder | Encumbrance | PriorityHolder)


@dataclass(frozen=True)
class SeizureDetails:
    """A measure; without an end the law's longest term is written."""

    kind: Measure
    rank: int
    court_name: str
    case_number: str
    starts_on: date
    expires_on: date | None = None
    paper_no: str = ""
    registry_office: str = ""
    remark: str = ""


@dataclass(frozen=True)
class HolderDetails:
    """A registered owner; a person who is no party says why."""

    name: str
    share: str = ""
    reason: str = ""


@dataclass(frozen=True)
class BurdenDetails:
    """A burden on the asset."""

    kind: EncumbranceKind
    holder: str
    amount: Money | None = None
    detail: str = ""


@dataclass(frozen=True)
class PriorityDetails:
    """Somebody who may buy first; a waiver has its day and its paper."""

    name: str
    kind: PriorityKind
    rank: int = 1
    contact: str = ""
    waived_on: date | None = None
    waiver_paper: str = ""


def enter_seizure(w: Work, asset_id: str, details: SeizureDetails) -> Seizure:
    """Enter a seizure. The rank is unique, rank 1 is no waiting seizure, the term is at most the law's (EX-13)."""
    asset = changeable(w, asset_id, None)
    law_class = AssetKind(asset.law_class)
    expires_on = details.expires_on or usual_expiry(law_class, details.starts_on)
    check_term(law_class, details.starts_on, expires_on, w.today)
    _check_rank(w, asset, details)
    seizure = Seizure(
        court_id=asset.court_id,
        case_id=asset.case_id,
        asset_id=asset.id,
        kind=details.kind.value,
        rank=details.rank,
        court_name=_filled(details.court_name, "court_name", "采取法院"),
        case_number=str(parse_number(details.case_number, field="case_number")),
        paper_no=details.paper_no.strip(),
        starts_on=details.starts_on,
        expires_on=expires_on,
        registry_office=details.registry_office.strip(),
        remark=details.remark.strip(),
    )
    w.session.add(seizure)
    if seizure.rank == 1:
        asset.disposal_court = other_court(w, asset, seizure.court_name)
    w.flush()
    words = f"{asset.code} {details.kind.word}（第 {seizure.rank} 顺位）{seizure.starts_on} 至 {seizure.expires_on}"
    record(w, "seizure.entered", "seizure", seizure.id, words, case_id=asset.case_id, authority="民诉法解释 第485条")
    w.emit(SeizureEntered(seizure.id, asset.id, asset.case_id, seizure.starts_on, seizure.expires_on, seizure.rank))
    return seizure


def renew_seizure(w: Work, seizure_id: str, *, renewed_on: date, expires_on: date | None, version: int) -> Seizure:
    """Renew a seizure before it ends (EX-13): a renewal after the end has no effect and is refused; a new seizure is entered instead."""
    seizure = get_seizure(w, seizure_id)
    asset = get_asset(w, seizure.asset_id)
    require_held(w, asset)
    check_version(seizure.version, version)
    if renewed_on > seizure.expires_on:
        raise Invalid(f"查封已于 {seizure.expires_on.isoformat()} 届满，续封不能恢复效力；须重新查封，原顺位丧失", field="renewed_on")
    if renewed_on < seizure.starts_on or renewed_on > w.today:
        raise Invalid("续封日应在起始日之后、今天之前", field="renewed_on")
    law_class = AssetKind(asset.law_class)
    ends = expires_on or usual_expiry(law_class, renewed_on)
    check_term(law_class, seizure.starts_on, ends, w.today, renewed_on=renewed_on)
    if ends <= seizure.expires_on:
        raise Invalid(f"续封后的到期日应晚于原到期日 {seizure.expires_on.isoformat()}", field="expires_on")
    seizure.renewed_on, seizure.expires_on, seizure.watched = renewed_on, ends, True
    w.flush()
    record(w, "seizure.renewed", "seizure", seizure.id, f"{asset.code} 续封至 {ends.isoformat()}", case_id=asset.case_id, authority="查封规定 第27条")
    w.emit(SeizureEntered(seizure.id, asset.id, asset.case_id, seizure.starts_on, ends, seizure.rank))
    return seizure


def add_holder(w: Work, asset_id: str, details: HolderDetails) -> RightHolder:
    """Enter a registered owner: a party of the case by name, or a third person with the reason."""
    asset = changeable(w, asset_id, None)
    name = _filled(details.name, "name", "登记权利人")
    party_id = _party(w, asset, name)
    if party_id is None and len(details.reason.strip()) < 2:
        raise Invalid(f"{name}不是本案当事人：写明理由（如 第三人代持）", field="reason")
    _once(w, RightHolder, asset, name)
    holder = RightHolder(**_of(asset), party_id=party_id, name=name, share=check_share(details.share), reason=details.reason.strip())
    return _added(w, asset, holder, "right_holder.added", f"登记权利人 {name} {holder.share}".strip())


def add_burden(w: Work, asset_id: str, details: BurdenDetails) -> Encumbrance:
    """Enter a burden."""
    asset = changeable(w, asset_id, None)
    holder = _filled(details.holder, "holder", "权利人")
    burden = Encumbrance(**_of(asset), kind=details.kind.value, holder=holder, amount=details.amount, detail=details.detail.strip())
    return _added(w, asset, burden, "burden.added", f"登记权利负担：{details.kind.word} {holder}")


def add_priority_holder(w: Work, asset_id: str, details: PriorityDetails) -> PriorityHolder:
    """Enter somebody who may buy first; a waiver needs its paper."""
    asset = changeable(w, asset_id, None)
    name = _filled(details.name, "name", "优先购买权人")
    if details.waived_on is not None and not details.waiver_paper.strip():
        raise Invalid("放弃优先购买权须有书面材料：写明材料名称", field="waiver_paper")
    if details.rank < 1:
        raise Invalid("顺位从 1 起", field="rank")
    _once(w, PriorityHolder, asset, name)
    plain = {**vars(details), "name": name, "kind": details.kind.value}
    holder = PriorityHolder(**_of(asset), party_id=_party(w, asset, name), **plain)
    return _added(w, asset, holder, "priority_holder.added", f"登记优先购买权人 {name}（{details.kind.word}）")


def waive_priority(w: Work, holder_id: str, *, on: date, paper: str) -> PriorityHolder:
    """Note that somebody gave up the right to buy first, in which paper."""
    holder: PriorityHolder = get_part(w, PriorityHolder, holder_id)
    asset = changeable(w, holder.asset_id, None)
    if not paper.strip() or on > w.today:
        raise Invalid("写明放弃的书面材料和日期", field="waiver_paper")
    holder.waived_on, holder.waiver_paper = on, paper.strip()
    return _added(w, asset, holder, "priority_holder.waived", f"{holder.name}书面放弃优先购买权")


def remove_part(w: Work, kind: type[RightHolder] | type[Encumbrance] | type[PriorityHolder], part_id: str) -> Asset:
    """Take back a holder, burden or priority holder that was entered in error; the trail keeps that it was there."""
    part = get_part(w, kind, part_id)
    asset = changeable(w, part.asset_id, None)
    words = part.holder if isinstance(part, Encumbrance) else part.name
    w.session.delete(part)
    w.flush()
    record(w, "asset.part_removed", kind.__tablename__, part_id, f"{asset.code} 删除登记：{words}", case_id=asset.case_id)
    return asset


def other_court(w: Work, asset: Asset, first: str) -> str:
    """The first-seizing court where it is not ours: it sells, not we (EX-22)."""
    court = get_court(w.session, asset.court_id)
    return "" if first in (court.name, court.short_name) else first


def require_held(w: Work, asset: Asset) -> None:
    """A seizure is renewed, or moves up in rank, also while the thing is on a site or sold, until the buyer has it (NotNow)."""
    open_case_of(w, asset.case_id)
    if Status(asset.status) in (Status.HANDED_OVER, Status.RELEASED):
        raise NotNow(f"现在是“{Status(asset.status).word}”，不再续封", code="wrong_state")


def _check_rank(w: Work, asset: Asset, details: SeizureDetails) -> None:
    if details.rank < 1:
        raise Invalid("顺位从 1 起：1 为首封", field="rank")
    if (details.kind is Measure.WAITING) != (details.rank > 1):
        raise Invalid("第 1 顺位为首封，轮候查封从第 2 顺位起", field="rank")
    before = next((each for each in list_seizures(w, asset.id) if each.rank == details.rank), None)
    if before is not None and before.expires_on < details.starts_on:
        _succeed(w, asset, before)
    elif before is not None:
        raise Invalid(f"第 {details.rank} 顺位已有查封", field="rank")


def _succeed(w: Work, asset: Asset, lapsed: Seizure) -> None:
    """A seizure that lapsed makes room for a new one of its rank; it stays readable."""
    earlier = w.session.scalar(for_house(select(func.max(Seizure.ended_no))).where(Seizure.asset_id == asset.id, Seizure.rank == lapsed.rank)) or 0
    lapsed.ended_no, lapsed.watched = earlier + 1, False
    w.flush()
    words = f"{asset.code} 第 {lapsed.rank} 顺位查封已于 {lapsed.expires_on.isoformat()} 届满，由新的查封接替"
    record(w, "seizure.succeeded", "seizure", lapsed.id, words, case_id=asset.case_id, authority="查封规定 第27条")


def _filled(text: str, field: str, title: str) -> str:
    plain = text.strip()
    if not 1 <= len(plain) <= 100:
        raise Invalid(f"{title}应为 1 至 100 字", field=field)
    return plain


def _party(w: Work, asset: Asset, name: str) -> str | None:
    return next((party.id for party in list_parties(w, asset.case_id) if party.name == name), None)


def _once(w: Work, kind: type[RightHolder] | type[PriorityHolder], asset: Asset, name: str) -> None:
    if any(each.name == name for each in list_parts(w, kind, asset.id)):
        raise Invalid(f"{name}已经登记", field="name")


def _of(asset: Asset) -> dict[str, str]:
    return {"court_id": asset.court_id, "case_id": asset.case_id, "asset_id": asset.id}


def _added(w: Work, asset: Asset, part: Part, act: str, words: str) -> Part:
    w.session.add(part)
    w.flush()
    record(w, act, part.__tablename__, part.id, f"{asset.code} {words}", case_id=asset.case_id)
    return part
