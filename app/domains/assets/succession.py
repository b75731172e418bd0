"""顺位递补: the first seizure of a thing lapsed or was released, and the next in rank becomes first.

The book of law holds no article on it, so nothing moves by itself: the judge decides it from the papers, and the trail names no authority.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select

from app.domains.assets.events import SeizureEntered
from app.domains.assets.queries import get_asset, list_seizures
from app.domains.assets.rights import other_court, require_held
from app.domains.assets.rules import check_term, usual_expiry
from app.domains.assets.tables import Asset, Seizure
from app.domains.assets.types import Measure
from app.domains.audit.service import record
from app.domains.cases.service import check_version
from app.infra.unit_of_work import Work, for_house
from app.kernel.errors import Invalid, NotNow
from app.law.subjects import AssetKind

LEAST_PAPER = 4


class Ground(StrEnum):
    """Why the first seizure holds no more."""

    LAPSED = "lapsed"
    RELEASED = "released"

    @property
    def word(self) -> str:
        """Its Chinese words."""
        return "届满失效" if self is Ground.LAPSED else "已由采取法院解除"


@dataclass(frozen=True)
class Succession:
    """Who decided what: the ground, the day from which the next holds as first, its measure, its end (None: the law's longest term), the paper."""

    ground: Ground
    on: date
    kind: Measure
    expires_on: date | None
    paper: str


def next_in_rank(seizures: Sequence[Seizure], on: date) -> Seizure | None:
    """Of the standing seizures by rank: the first waiting one that still holds on a day; None without one. Pure."""
    return next((each for each in seizures if each.rank > 1 and each.expires_on >= on), None)


def succeed(w: Work, asset_id: str, decided: Succession, *, version: int) -> Seizure:
    """End the first seizure and move the ranks up. `version`: of the first seizure as it was seen.

    Invalid where the day does not fit the ground or the paper of a release is missing; NotNow without a first or a waiting seizure.
    """
    asset = get_asset(w, asset_id)
    w.session.refresh(asset, with_for_update=True)
    require_held(w, asset)
    standing = list_seizures(w, asset.id)
    first = next((each for each in standing if each.rank == 1), None)
    heir = next_in_rank(standing, decided.on)
    if first is None or heir is None:
        raise NotNow("没有仍在期限内的轮候查封，须重新查封", code="no_heir")
    check_version(first.version, version)
    _check(w, first, decided)
    ends = decided.expires_on or usual_expiry(AssetKind(asset.law_class), decided.on)
    check_term(AssetKind(asset.law_class), decided.on, ends, w.today)
    by_first = asset.disposal_court == other_court(w, asset, first.court_name)
    _move_up(w, asset, standing, heir)
    waited_from, heir.kind, heir.renewed_on, heir.watched = heir.starts_on, decided.kind.value, None, True
    heir.starts_on, heir.expires_on = decided.on, ends
    if by_first:  # A right to sell that went over by letter stays where it went.
        asset.disposal_court = other_court(w, asset, heir.court_name)
    w.flush()
    words = (
        f"{asset.code} 首封（{first.court_name}）{decided.ground.word}，{heir.court_name}自 {waited_from} 起的轮候查封自 {decided.on} 起递补为首封，至 {ends}"
    )
    record(w, "seizure.moved_up", "seizure", heir.id, f"{words}{'；依据 ' + decided.paper.strip() if decided.paper.strip() else ''}", case_id=asset.case_id)
    w.emit(SeizureEntered(heir.id, asset.id, asset.case_id, heir.starts_on, heir.expires_on, heir.rank))
    return heir


def _check(w: Work, first: Seizure, decided: Succession) -> None:
    if decided.on > w.today:
        raise Invalid("递补日不能晚于今天", field="on")
    if decided.ground is Ground.LAPSED and decided.on <= first.expires_on:
        raise Invalid(f"首封 {first.expires_on.isoformat()} 届满，递补日应在其后", field="on")
    if decided.on <= first.starts_on:
        raise Invalid(f"递补日应在首封起始日 {first.starts_on.isoformat()} 之后", field="on")
    if decided.ground is Ground.RELEASED and len(decided.paper.strip()) < LEAST_PAPER:
        raise Invalid("写明解除查封的文书（法院、文号）", field="paper")
    if decided.kind is Measure.WAITING:
        raise Invalid("首封不是轮候查封：选择措施", field="kind")


def _move_up(w: Work, asset: Asset, standing: Sequence[Seizure], heir: Seizure) -> None:
    """What stands before the heir has ended; the heir and all behind it move up without a gap. The table keeps (rank, ended_no) unique at every step."""
    of = select(Seizure.rank, func.max(Seizure.ended_no)).where(Seizure.asset_id == asset.id).group_by(Seizure.rank)
    ended = {int(row[0]): int(row[1]) for row in w.session.execute(for_house(of))}
    for each in standing:
        if each.rank < heir.rank:
            each.ended_no, each.watched = ended[each.rank] + 1, False
    w.flush()
    moving = [each for each in standing if each.rank >= heir.rank]
    for rank, each in enumerate(moving, 1):
        each.rank = rank
        w.flush()
