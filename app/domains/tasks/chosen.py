"""Giving a task to a taker chosen by rotation, by score or by the draw: the task and the record of the choice are one act."""

from __future__ import annotations

from dataclasses import dataclass

from app.domains.agencies.choices import record_choice, refuse_nobody, use_choice
from app.domains.agencies.types import Way
from app.domains.assets.queries import get_asset
from app.domains.tasks.choosing import list_candidates, wanted_for
from app.domains.tasks.service import GiveTask, give_task
from app.domains.tasks.tables import Task
from app.infra.unit_of_work import Work


@dataclass(frozen=True)
class Chosen:
    """How the taker was chosen: by a draw (its id), or in the order of rotation or score; why, when it is not the first of that order."""

    way: Way
    choice_id: str = ""
    why_not_first: str = ""


def give_chosen(w: Work, order: GiveTask, how: Chosen) -> Task:
    """Hand the task out and keep how its taker was chosen, with the list as it stood before; NotNow (M-84) when nobody may be asked."""
    asset = get_asset(w, order.asset_id)
    candidates, wanted = list_candidates(w, order.kind, asset), wanted_for(order.kind, asset)
    refuse_nobody(candidates)
    task = give_task(w, order)
    if how.way is Way.DRAW:
        use_choice(w, how.choice_id, order.agency_id, task.id)
    else:
        record_choice(w, wanted, how.way, candidates, order.agency_id, why=how.why_not_first, task_id=task.id)
    return task
