"""What the form for giving a task out shows of its takers: the way of choosing, the possible ones in its order, the excluded with reasons, earlier draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domains.agencies.choices import list_choices, order_of
from app.domains.agencies.queries import Candidate
from app.domains.agencies.rules import count_barriers
from app.domains.agencies.types import WAY_NAMES, Way
from app.domains.assets.tables import Asset
from app.domains.tasks.choosing import drawn_agency, list_candidates, wanted_for
from app.infra.unit_of_work import Reading


@dataclass(frozen=True)
class Offer:
    """The takers of one kind of work on an asset by one way of choosing. first_id: whom the way names ('' nobody); draw_id: a draw that is still open."""

    way: Way
    possible: Sequence[Candidate]
    excluded: Sequence[Candidate]
    first_id: str
    choice_id: str = ""
    draw_id: str = ""

    @property
    def nobody(self) -> str:
        """The second line of M-84 when nobody may be asked."""
        return "" if self.possible else count_barriers(each.barrier for each in self.excluded if each.barrier)

    @property
    def ways(self) -> list[tuple[str, str, bool]]:
        """Code, words and whether it is the one shown."""
        return [(each.value, words, each is self.way) for each, words in WAY_NAMES.items()]


def offer_of(r: Reading, kind_code: str, asset: Asset, asked: Mapping[str, str]) -> Offer:
    """The takers by the way that the address names (`way`, and `choice` for a draw that has drawn); an unknown way is the rotation."""
    candidates, choice_id = list_candidates(r, kind_code, asset), asked.get("choice", "")
    way = Way.DRAW if choice_id else Way(asked["way"]) if asked.get("way") in list(Way) else Way.ROTATION
    order = order_of(way, candidates)
    excluded = [each for each in candidates if not each.may]
    if way is not Way.DRAW:
        return Offer(way, order, excluded, order[0].agency.id if order else "")
    drawn = drawn_agency(r, choice_id, wanted_for(kind_code, asset)) if choice_id else ""
    open_ = next((each for each in list_choices(r, asset.id, kind_code) if each.way == Way.DRAW.value and not each.task_id), None)
    return Offer(
        way, [each for each in order if each.agency.id == drawn] if drawn else order, excluded, drawn, choice_id if drawn else "", open_.id if open_ else ""
    )
