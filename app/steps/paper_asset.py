"""Facts of papers from the asset and its survey: what it is, who holds it, what weighs on it. None stands for what nobody has found out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, EncumbranceKind, Kind, Occupancy, VacatingDuty
from app.infra.unit_of_work import Reading, for_house
from app.kernel.clock import SHANGHAI
from app.kernel.errors import NotFound
from app.kernel.money import MalformedMoney, Money
from app.law.subjects import AssetKind
from app.steps.court_sheet import class_sheet, class_word
from app.steps.paper_case import CaseView

HELD = {
    Occupancy.EMPTY: "已腾空",
    Occupancy.DEBTOR_FAMILY: "被执行人及家属居住",
    Occupancy.DEBTOR_BUSINESS: "被执行人占有使用",
    Occupancy.TENANT_CONTRACT: "承租人占有使用",
    Occupancy.TENANT_CLAIM: "承租人占有使用",
    Occupancy.OUTSIDER_GROUNDED: "案外人占有使用",
    Occupancy.OUTSIDER_GROUNDLESS: "案外人占有使用",
    Occupancy.COURT: "法院扣押保管",
    Occupancy.KEEPER: "法院扣押保管",
    Occupancy.PARTIAL: "被执行人占有使用",
}
METHODS = {"agreement": "当事人议价", "directed_inquiry": "定向询价", "online_inquiry": "网络询价", "appraisal": "委托评估"}
ENDED_BY_SALE = frozenset({EncumbranceKind.MORTGAGE, EncumbranceKind.PLEDGE, EncumbranceKind.LIEN})
NO_BURDEN = frozenset({EncumbranceKind.LEASE, EncumbranceKind.RESIDENCE, EncumbranceKind.CO_OWNERSHIP})


def house_asset_whole(r: Reading, asset_id: str) -> Asset:
    """An asset with its holders, seizures, burdens and priority holders for the house's own steps; five queries."""
    parts = (Asset.holders, Asset.seizures, Asset.encumbrances, Asset.priority_holders)
    found = r.session.scalar(for_house(select(Asset).where(Asset.id == asset_id).options(*[selectinload(part) for part in parts])))
    if found is None:
        raise NotFound
    return found


def asset_facts(view: CaseView, asset: Asset) -> dict[str, object]:
    """Name, owner, size, possession, burdens, seizures, defects, arrears, registration (papers.md §0.2 asset, state)."""
    said = class_sheet(view.court.code, asset.law_class)
    return {
        **_thing(asset),
        **_state(asset),
        "vacating_duty": _duty(asset),
        "vacating_reason": asset.deliverability_note,
        "registrable": said.get("registrable"),
        "registrable_note": asset.survey.get("registrable_reason") or said.get("registrable_note"),
        "loan_available": said.get("loan"),
        "registry_name": said.get("registry"),
        "transfer_docs": said.get("transfer_docs"),
        "burden_extinguished": _ended(asset),
        "reference_price": asset.reference_price,
        "reference_method": METHODS.get(asset.reference_method or ""),
        "price_valid_until": asset.reference_valid_until,
    }


def _thing(asset: Asset) -> dict[str, object]:
    kind, real_estate = Kind(asset.kind), AssetKind(asset.law_class).is_real_estate
    return {
        "asset_title": asset.title,
        "asset_location": asset.place,
        "asset_kind": f"{kind.word}（{asset.subkind}）" if asset.subkind and asset.subkind != kind.word else kind.word,
        "registered_owner": "、".join(each.name for each in asset.holders) or None,
        "share": "、".join(filter(None, (each.share for each in asset.holders))),
        "title_cert_no": asset.cert_no or (None if kind.needs_certificate else "无"),
        "building_area": asset.area or None,
        "land_area": asset.land_area or None,
        "quantity": asset.quantity or ("1处" if real_estate else None),
        "use_purpose": asset.use or asset.subkind or None,
    }


def _state(asset: Asset) -> dict[str, object]:
    leased = asset.deliverability == Deliverability.WITH_LEASE.value or _of(asset, EncumbranceKind.LEASE)
    return {
        "occupancy_kind": HELD[Occupancy(asset.occupancy)],
        "occupier_desc": asset.occupancy_note or None,
        "leases": None if leased or asset.survey.get("lease_claims") else [],
        "residence_rights": [f"{each.holder}{each.detail}" for each in _of(asset, EncumbranceKind.RESIDENCE)],
        "burdens": [
            {"kind": f"{EncumbranceKind(each.kind).word}", "holder": each.holder, "amount": each.amount}
            for each in asset.encumbrances
            if EncumbranceKind(each.kind) not in NO_BURDEN
        ],
        "seizures": [
            {"rank": each.rank, "court": each.court_name, "case_no": each.case_number, "from_on": each.starts_on, "to_on": each.expires_on}
            for each in asset.seizures
        ],
        "known_defects": [f"{each.get('part', '')}{each.get('text', '')}" for each in asset.defects],
        "arrears": [_arrear(each) for each in asset.arrears],
    }


def _of(asset: Asset, kind: EncumbranceKind) -> list[Any]:
    return [each for each in asset.encumbrances if each.kind == kind.value]


def _arrear(row: dict[str, Any]) -> dict[str, object]:
    """{kind, amount (yuan), until_on, holder} as the asset keeps it; unpaid charges are the debtor's until delivery."""
    try:
        amount: Money | None = Money.yuan(str(row.get("amount", "")))
    except MalformedMoney:
        amount = None
    return {"kind": row.get("kind"), "amount": amount, "as_of": row.get("until_on") or None, "source": row.get("holder") or None, "bearer": "被执行人"}


def _duty(asset: Asset) -> str | None:
    if asset.deliverability == Deliverability.WITH_LEASE.value:
        return "带租移交"
    return {VacatingDuty.COURT: "法院负责腾退", VacatingDuty.NOT_NEEDED: "已腾空", VacatingDuty.OCCUPANT_STAYS: "依法不腾退"}[VacatingDuty(asset.vacating_duty)]


def _ended(asset: Asset) -> list[str]:
    return [f"{EncumbranceKind(each.kind).word}权（权利人{each.holder}）" for each in asset.encumbrances if EncumbranceKind(each.kind) in ENDED_BY_SALE]


def tax_facts(view: CaseView, asset: Asset, price: Money | None) -> list[dict[str, object]] | None:
    """Taxes of the transfer: those the survey found by name, completed and estimated on the price by the court's table."""
    known: list[dict[str, Any]] = view.sheet.get("taxes", {}).get(class_word(asset.law_class), [])
    if price is None or not known:
        return None
    bearers = {str(each.get("name")): str(each.get("bearer")) for each in asset.tax_items}
    return [
        {
            "name": each["name"],
            "rate_text": each["rate_text"],
            "estimate": Money(price.fen * int(each["rate"]) // 10000),
            "basis": each["basis"],
            "bearer": bearers.get(str(each["name"])) or each["bearer"],
        }
        for each in known
    ]


def survey_facts(asset: Asset, number: str | None, form: dict[str, Any], photos: list[tuple[str, datetime]]) -> dict[str, object]:
    """What the accepted survey adds: its visit, sources, photos (part, taken at), findings (papers.md 11). `form` is the task's form as accepted."""
    people = "、".join(str(each.get("name")) for each in form.get("people_present") or [] if each.get("name"))
    visit = {"at": _instant(form.get("started_at")), "people": people or None, "witness": str(form.get("witness") or ""), "entered": form.get("entry_result")}
    return {
        "survey_no": number,
        "asset_description": asset.survey.get("narrative") or None,
        "facilities_text": form.get("disassembly") or form.get("facilities") or None,
        "survey_visits": [visit] if form.get("started_at") else None,
        "sources": _sources(form),
        "photos": [{"number": f"P{no:02d}", "part": part, "at": at} for no, (part, at) in enumerate(photos, start=1)] or None,
        "lease_findings": "经询问占有人并查询，未发现租赁和居住权" if not form.get("lease_claims") and form else None,
        "open_points": [str(each.get("what") or each) if isinstance(each, dict) else str(each) for each in form.get("unknowns") or []],
    }


def _sources(form: dict[str, Any]) -> list[dict[str, object]] | None:
    day: date | None = date.fromisoformat(str(form["started_at"])[:10]) if form.get("started_at") else None
    found = [("权属", form.get("registered_owner_seen")), ("欠费", form.get("arrears_source"))]
    return [{"item": item, "source": source, "obtained_on": form.get("register_date") or day} for item, source in found if source] or None


def _instant(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)).replace(tzinfo=SHANGHAI) if text else None
