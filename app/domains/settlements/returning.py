"""Given free after no sale: the registry is told, and the thing goes back to its debtor; to whom, when and in what condition is kept (AS-20, AS-22, AS-31)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.audit.service import record
from app.domains.settlements.permissions import FOLLOW_UNSOLD, require
from app.domains.settlements.tables import Unsold
from app.domains.settlements.unsold import RELEASE, get_unsold
from app.infra.unit_of_work import Work
from app.kernel.clock import day_of
from app.kernel.errors import Invalid, NotNow

LEAST = 2


@dataclass(frozen=True)
class Returned:
    """How a thing went back. `told_on` and `paper_no` of the notice to the registry, None and '' where no registry keeps the thing."""

    on: date
    to: str
    condition: str
    told_on: date | None = None
    paper_no: str = ""


def note_returned(w: Work, unsold_id: str, returned: Returned) -> Unsold:
    """The thing is back; once."""
    require(w.actor, FOLLOW_UNSOLD)
    row = get_unsold(w, unsold_id)
    if row.chosen != RELEASE or row.chosen_at is None:
        raise NotNow("还没有决定解除控制并退还", code="not_released")
    if row.returned_on is not None:
        raise NotNow("已登记退还", code="returned")
    _check(returned, day_of(row.chosen_at), w.today)
    row.returned_on, row.returned_to, row.returned_condition = returned.on, returned.to.strip(), returned.condition.strip()
    row.registry_told_on, row.registry_paper = returned.told_on, returned.paper_no.strip()
    w.flush()
    authority = next((str(each["rule"]) for each in row.ways if each["step"] == RELEASE), "")
    record(w, "unsold.returned", "unsold", row.id, f"标的物已退还：{row.returned_to}", case_id=row.case_id, authority=authority)
    return row


def _check(returned: Returned, decided_on: date, today: date) -> None:
    if not decided_on <= returned.on <= today:
        raise Invalid("退还日应在决定之后、不晚于今天", field="returned_on")
    if len(returned.to.strip()) < LEAST:
        raise Invalid("写明退还给谁", field="returned_to")
    if len(returned.condition.strip()) < LEAST:
        raise Invalid("写明退还时的状况", field="returned_condition")
    if (returned.told_on is None) != (not returned.paper_no.strip()):
        raise Invalid("通知登记机关的，日期和文号都要填写", field="registry_paper" if returned.told_on else "registry_told_on")
    if returned.told_on is not None and not decided_on <= returned.told_on <= today:
        raise Invalid("通知登记机关的日期应在决定之后、不晚于今天", field="registry_told_on")
