"""What must hold of a buyer before the ruling: fit to buy a house, from the application to the ruling (NA-52); approved where equity asks for it (SP-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domains.assets.queries import house_asset
from app.domains.audit.service import record
from app.domains.settlements.queries import get_settlement
from app.domains.settlements.tables import Settlement
from app.infra.unit_of_work import Reading, Work
from app.kernel.errors import Invalid, NotNow
from app.law.eligibility import ruling_gate
from app.law.rulebook import cite
from app.law.subjects import AssetKind


class Fitness(StrEnum):
    """What the check found of a house's buyer."""

    FIT = "fit"
    FREE = "free"
    UNFIT = "unfit"

    @property
    def word(self) -> str:
        """For people."""
        return {"fit": "具备购房资格", "free": "当地不限购", "unfit": "不具备购房资格"}[self.value]


class Approval(StrEnum):
    """Where the approval of an equity's transfer stands."""

    NONE_NEEDED = "none_needed"
    GIVEN = "given"
    REFUSED = "refused"

    @property
    def word(self) -> str:
        """For people."""
        return {"none_needed": "无需审批", "given": "已经批准", "refused": "未获批准"}[self.value]


CHECKED: dict[AssetKind, tuple[str, type[Fitness] | type[Approval]]] = {AssetKind.HOUSE: ("NA-52", Fitness), AssetKind.EQUITY: ("SP-02", Approval)}


@dataclass(frozen=True)
class Checked:
    """Checked on a day: at the application and at the ruling (of equity the approval stands in both), and the proof it rests on."""

    on: date
    applied: str
    ruled: str
    source: str


def kind_of(r: Reading, found: Settlement) -> AssetKind | None:
    """The kind whose buyer is checked; None where the law asks for nothing."""
    kind = AssetKind(house_asset(r, found.asset_id).law_class)
    return kind if kind in CHECKED else None


def said_of(kind: AssetKind | None, found: Settlement) -> list[tuple[str, str]]:
    """What was found, as lines of the page; nothing while nobody checked."""
    if kind is None or not found.eligibility:
        return []
    words, said = CHECKED[kind][1], found.eligibility
    applied = [("申请参加竞买时", words(said["applied"]).word)] if kind is AssetKind.HOUSE else []
    return [*applied, ("裁定前" if applied else "审批", words(said["ruled"]).word), ("依据", said["source"]), ("核验日", said["on"])]


def check(w: Work, settlement_id: str, order: Checked) -> Settlement:
    """Keep what the check of the buyer found; it may be done anew until the ruling."""
    found = get_settlement(w, settlement_id)
    kind = kind_of(w, found)
    if kind is None:
        raise NotNow("这类标的物没有需要核验的资格", code="nothing_to_check")
    if found.ruling_no or not found.buyer_name:
        raise NotNow("裁定已经作出，不再登记" if found.ruling_no else "先登记买受人，再登记资格核验", code="wrong_state")
    rule, words = CHECKED[kind]
    if order.applied not in list(words) or order.ruled not in list(words):
        raise Invalid("选择核验结果", field="ruled")
    if order.on > w.today:
        raise Invalid("核验日不能晚于今天", field="on")
    if len(order.source.strip()) < 2:
        raise Invalid("写明查询回执或者批准文件的名称、文号", field="source")
    found.eligibility = {"on": order.on.isoformat(), "applied": order.applied, "ruled": order.ruled, "source": order.source.strip()[:200]}
    w.flush()
    told = f"登记买受人资格核验（{order.on.isoformat()}）：{words(order.ruled).word}"
    record(w, "settlement.buyer_checked", "settlement", found.id, told, case_id=found.case_id, authority=cite(rule))
    return found


def refuse_unfit(w: Work, found: Settlement) -> None:
    """No ruling without the check, none for whom it failed (NA-52, SP-02)."""
    kind, said = kind_of(w, found), found.eligibility
    if kind is AssetKind.HOUSE:
        fit = {at: said[at] != Fitness.UNFIT for at in ("applied", "ruled") if at in said}
        gate = ruling_gate(asset=kind, price_fully_paid=True, qualified_at_registration=fit.get("applied"), qualified_at_ruling=fit.get("ruled"))
        if not gate.allowed:
            raise NotNow(f"不能作出裁定：{gate.findings[0].message}。先登记资格核验；不具备的，依法重新拍卖（{cite('NA-52')}）", code=str(gate.reason))
    if kind is AssetKind.EQUITY and said.get("ruled") not in (Approval.NONE_NEEDED, Approval.GIVEN):
        why = "未获批准的，依法重新拍卖" if said else "先登记审批情况"
        raise NotNow(f"不能作出裁定：股权转让的审批没有完成。{why}（{cite('SP-02')}）", code="not_approved")
