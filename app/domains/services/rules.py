"""Rules of services: their life, and whom a signed paper must reach. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from app.kernel.transitions import Transitions
from app.law.serving import Outcome


class ServiceStatus(StrEnum):
    """How far a service is (ui.md S14); the badge's words stand in app/web/states.py."""

    TO_SERVE = "to_serve"
    SERVING = "serving"
    SERVED = "served"
    DEEMED = "deemed"
    FAILED = "failed"
    DROPPED = "dropped"

    @property
    def word(self) -> str:
        """On tabs and in exports."""
        return _WORDS[self]


S = ServiceStatus
_WORDS = {S.TO_SERVE: "待送达", S.SERVING: "送达中", S.SERVED: "已送达", S.DEEMED: "视为送达", S.FAILED: "失败待另行", S.DROPPED: "不再送达"}
_AFTER = {
    Outcome.SERVED: S.SERVED,
    Outcome.DEEMED: S.DEEMED,
    Outcome.COUNTING: S.SERVING,
    Outcome.UNDER_WAY: S.SERVING,
    Outcome.FAILED: S.FAILED,
}
OPEN = (S.FAILED, S.TO_SERVE, S.SERVING)
LIFE = Transitions(
    {(state, outcome): after for state in OPEN for outcome, after in _AFTER.items()},
    {state: state.word for state in S},
)
BUYER = "买受人"


@dataclass(frozen=True)
class Duty:
    """Whom a signed paper must reach: facts of the paper that hold its addressees, within so many days, by a rule."""

    fields: tuple[str, ...]
    rule: str = "AUX-08"
    days: int | None = None


_PARTIES, _DEBTORS, _NAMED, _TARGET = ("applicants", "debtors"), ("debtors",), ("recipient_name",), ("target",)
DUTIES: Mapping[str, Duty] = MappingProxyType(
    {
        "enforcement_notice": Duty(_DEBTORS, "EX-02", 10),
        "asset_report_order": Duty(_DEBTORS, "EX-05"),
        "auction_ruling": Duty(_PARTIES, "AS-01"),
        "price_agreement_notice": Duty(_NAMED, "RP-04"),
        "directed_inquiry_letter": Duty(("agency_name",), "RP-05"),
        "reference_price_notice": Duty(_NAMED, "RP-24", 3),
        "party_auction_notice": Duty(_NAMED, "NA-15"),
        "stay_decision": Duty(_PARTIES, "NA-40"),
        "balance_demand": Duty(("buyer_name",), "NA-32"),
        "default_ruling": Duty((*_PARTIES, "buyer"), "NA-33"),
        "reauction_notice": Duty(_NAMED, "NA-15"),
        "sale_ruling": Duty((*_PARTIES, "buyer"), "AS-17", 10),
        "debt_for_asset_ruling": Duty(_PARTIES, "AS-17", 10),
        "transfer_assistance_notice": Duty(("assist_unit",), "AUX-14"),
        "release_ruling": Duty(_PARTIES),
        "move_out_notice": Duty(("occupier",), "VC-04"),
        "fine_decision": Duty(_TARGET),
        "detention_decision": Duty(_TARGET),
        "closing_notice": Duty(_PARTIES),
        "zhongben_ruling": Duty(_PARTIES, "ZB-01"),
    }
)
CAPACITIES = {
    "target": "被罚款、拘留人",
    "applicants": "申请执行人",
    "debtors": "被执行人",
    "buyer": BUYER,
    "buyer_name": BUYER,
    "assist_unit": "协助执行人",
    "agency_name": "受询单位",
    "occupier": "占有人",
}


@dataclass(frozen=True)
class Addressee:
    """Somebody whom a paper must reach."""

    name: str
    capacity: str
    natural: bool
    address: str = ""


def addressees(duty: Duty, facts: Mapping[str, object]) -> list[Addressee]:
    """Everybody named in the paper's facts at the duty's fields, each once."""
    found: dict[str, Addressee] = {}
    for name in duty.fields:
        value = facts.get(name)
        for each in value if isinstance(value, list) else [value]:
            told = _addressee(name, each, facts)
            if told is not None:
                found.setdefault(told.name, told)
    return list(found.values())


def _addressee(field: str, value: object, facts: Mapping[str, object]) -> Addressee | None:
    if isinstance(value, Mapping):
        name = str(value.get("name") or "")
        natural = value.get("party_kind", "自然人") == "自然人"
        return Addressee(name, CAPACITIES.get(field, "当事人"), natural, str(value.get("address") or "")) if name else None
    if not isinstance(value, str) or not value.strip():
        return None
    return Addressee(value, str(facts.get("recipient_role") or CAPACITIES.get(field, "当事人")), field not in ("assist_unit", "agency_name"))
