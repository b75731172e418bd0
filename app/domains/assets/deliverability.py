"""Can it be handed to a buyer (forms.md §6.11)? One state from occupancy, lease, residence right and the court's decision, with reasons and rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from app.domains.assets.types import Deliverability, Occupancy, VacatingDuty
from app.law.rulebook import cite
from app.law.subjects import AssetKind

YES, NO, UNKNOWN = "yes", "no", ""
ANSWERS = {UNKNOWN: "未查明", YES: "可以", NO: "不可以"}
_REGISTERED = (AssetKind.HOUSE, AssetKind.REAL_ESTATE, AssetKind.LAND, AssetKind.VEHICLE, AssetKind.SHIP)


@dataclass(frozen=True)
class DeliveryFacts:
    """What was found out for the delivery: the tenancy's dates, and whether title can be registered and a loan be had ('' not found out yet)."""

    lease_signed_on: date | None = None
    possessed_since: date | None = None
    lease_until: date | None = None
    rent: str = ""
    registrable: str = UNKNOWN
    loan: str = UNKNOWN
    sources: str = ""

    def as_json(self) -> dict[str, str]:
        """For storage: dates in ISO, nothing for what is not known."""
        return {each.name: str(getattr(self, each.name)) for each in fields(self) if getattr(self, each.name)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> DeliveryFacts:
        """The value that `as_json` wrote."""

        def day(name: str) -> date | None:
            return date.fromisoformat(stored[name]) if stored.get(name) else None

        def words(name: str) -> str:
            return str(stored.get(name) or "")

        tenancy = (day("lease_signed_on"), day("possessed_since"), day("lease_until"))
        return cls(*tenancy, words("rent"), words("registrable"), words("loan"), words("sources"))


@dataclass(frozen=True)
class Known:
    """What the rule looks at. `decided` is what the court decided, `note` why; `first_seized_on` None: no seizure entered."""

    kind: AssetKind
    occupancy: Occupancy
    decided: Deliverability
    note: str = ""
    first_seized_on: date | None = None
    residence: bool = False
    taxes: int = 0
    arrears: int = 0
    surveyed: bool = False
    facts: DeliveryFacts = DeliveryFacts()


@dataclass(frozen=True)
class Reason:
    """One sentence and the rule it rests on; `role` is ok, warn or danger."""

    text: str
    rule: str
    role: str = "ok"

    @property
    def citation(self) -> str:
        """The article."""
        return cite(self.rule)


@dataclass(frozen=True)
class Delivery:
    """The state, who vacates, why, and what nobody found out yet (it does not move the state, but buyers will ask)."""

    state: Deliverability
    duty: VacatingDuty
    reasons: tuple[Reason, ...]
    open_points: tuple[str, ...] = ()

    @property
    def determined(self) -> bool:
        """May it be listed as far as the delivery goes?"""
        return self.state is not Deliverability.PENDING

    @property
    def role(self) -> str:
        """The colour of the state."""
        return {Deliverability.PENDING: "danger", Deliverability.NOT_DELIVERED: "warn"}.get(self.state, "ok")


_D, _V, _O = Deliverability, VacatingDuty, Occupancy
_CLEAR = frozenset({_O.EMPTY, _O.COURT, _O.KEEPER})
_NO_RIGHT = {
    _O.DEBTOR_FAMILY: Reason("被执行人及家属居住，由法院负责腾退", "VC-03"),
    _O.DEBTOR_BUSINESS: Reason("被执行人经营使用，由法院负责腾退", "VC-03"),
    _O.OUTSIDER_GROUNDLESS: Reason("案外人没有依据占有，法院可以解除其占有", "VC-11"),
}
DUTIES: Mapping[Deliverability, VacatingDuty] = {
    _D.READY: _V.NOT_NEEDED,
    _D.COURT_VACATES: _V.COURT,
    _D.WITH_LEASE: _V.OCCUPANT_STAYS,
    _D.WITH_RESIDENCE: _V.OCCUPANT_STAYS,
    _D.NOT_DELIVERED: _V.NOT_NEEDED,
    _D.PENDING: _V.COURT,
}


def determine(known: Known) -> Delivery:
    """The one state of an asset. The court's decision counts where the law leaves it one: tenants' claims, outsiders with grounds, parts, residence rights."""
    state, reason = _state(known)
    return Delivery(state, DUTIES[state], (reason, *_further(known)), _open_points(known))


def _state(known: Known) -> tuple[Deliverability, Reason]:
    if known.decided is _D.NOT_DELIVERED:
        return (_D.NOT_DELIVERED, Reason(f"依法不交付：{known.note}", "VC-03", "warn")) if known.note else _pending("依法不交付没有写明依据", "VC-03")
    if known.residence:
        return _with_residence(known)
    if known.occupancy in _CLEAR:
        return _D.READY, Reason(f"{known.occupancy.word}，成交裁定送达后十五日内移交", "VC-01")
    if known.occupancy in _NO_RIGHT:
        return _D.COURT_VACATES, _NO_RIGHT[known.occupancy]
    if known.occupancy in (_O.TENANT_CONTRACT, _O.TENANT_CLAIM):
        return _tenancy(known)
    if known.decided is _D.PENDING:
        return _pending(f"{known.occupancy.word}：审查占有依据后由法院确定", "VC-07")
    return known.decided, Reason(f"{known.occupancy.word}，法院审查后确定{known.decided.word}", "VC-07")


def _with_residence(known: Known) -> tuple[Deliverability, Reason]:
    if known.decided is _D.PENDING:
        return _pending("登记有居住权：审查设立时间和真实性后由法院确定", "VC-07")
    shown = "居住人、期限在公告中写明" if known.decided is _D.WITH_RESIDENCE else "法院审查后不予保留"
    return known.decided, Reason(f"登记有居住权，{shown}", "VC-08" if known.decided is _D.WITH_RESIDENCE else "VC-07")


def _tenancy(known: Known) -> tuple[Deliverability, Reason]:
    """Written lease and possession both before the seizure keep the tenant in (VC-09); a claim is first looked into by the court (VC-07)."""
    facts, seized_on = known.facts, known.first_seized_on
    if facts.lease_signed_on and facts.possessed_since and seized_on:
        late = [f"{what} {day.isoformat()}" for what, day in (("合同", facts.lease_signed_on), ("占有", facts.possessed_since)) if day >= seized_on]
        if late:
            return _D.COURT_VACATES, Reason(f"{'、'.join(late)} 不早于查封 {seized_on.isoformat()}，租赁不能阻却移交占有", "VC-09")
        if known.occupancy is _O.TENANT_CONTRACT and known.decided is not _D.COURT_VACATES:
            words = f"书面合同 {facts.lease_signed_on.isoformat()}、占有 {facts.possessed_since.isoformat()} 均早于查封 {seized_on.isoformat()}"
            return _D.WITH_LEASE, Reason(f"{words}，租期内不移交占有", "VC-09")
    if known.decided is _D.WITH_LEASE and known.occupancy is _O.TENANT_CONTRACT and facts.lease_signed_on is None:
        return _pending("带租移交须登记书面合同日和占有起始日", "VC-09")
    if known.decided in (_D.WITH_LEASE, _D.COURT_VACATES):
        return known.decided, Reason(f"法院审查租赁主张后确定{known.decided.word}", "VC-07")
    return _pending("承租主张待审查：登记书面合同日、占有起始日、租金", "VC-07")


def _pending(words: str, rule: str) -> tuple[Deliverability, Reason]:
    return _D.PENDING, Reason(words, rule, "danger")


def _further(known: Known) -> list[Reason]:
    facts = known.facts
    found = []
    if facts.registrable == NO:
        found.append(Reason("不能办理过户登记，公告须写明并由买受人自行承担风险", "NA-12", "warn"))
    if facts.loan == NO:
        found.append(Reason("不能办理贷款，买受人须自行备足余款", "NA-12", "warn"))
    return found


def _open_points(known: Known) -> tuple[str, ...]:
    """What buyers ask and nobody found out: taxes, arrears, title, loan."""
    asked = []
    if known.kind in _REGISTERED:
        asked = [("税费未估算", not known.taxes), ("能否过户未查明", not known.facts.registrable)]
    if known.kind.is_real_estate:
        asked += [("欠费未查明", not (known.arrears or known.surveyed)), ("能否贷款未查明", not known.facts.loan)]
    return tuple(words for words, missing in asked if missing)
