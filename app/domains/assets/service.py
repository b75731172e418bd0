"""Verbs of assets: enter, edit by section, take over a survey, set the reference price, move on in life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domains.assets.deliverability import DeliveryFacts, determine
from app.domains.assets.events import AssetEntered, AssetReleased
from app.domains.assets.queries import find_asset_by_code, get_asset, house_asset, known_of, title_taken
from app.domains.assets.rules import ACT_NAMES, LIFE, Act, check_area, check_code, check_delivery, check_occupancy, check_subkind, delivery_of
from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, Kind, Occupancy, Status, VacatingDuty
from app.domains.audit.service import record
from app.domains.cases.rules import check_no_identity_number
from app.domains.cases.service import check_version, open_case_of
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import ZERO, MalformedMoney, Money

_SETTLED = frozenset({Status.LISTED, Status.SOLD, Status.TRANSFERRED, Status.HANDED_OVER, Status.RELEASED})


@dataclass(frozen=True)
class AssetDetails:
    """What a form or a sheet says about an asset; areas in ㎡ as typed."""

    code: str
    kind: Kind
    subkind: str
    title: str
    place: str
    occupancy: Occupancy
    cert_no: str = ""
    area: str = ""
    land_area: str = ""
    quantity: str = ""
    use: str = ""
    occupancy_note: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Delivery:
    """Who holds the asset and whether it can be handed to a buyer."""

    occupancy: Occupancy
    occupancy_note: str
    deliverability: Deliverability
    deliverability_note: str
    vacating_duty: VacatingDuty
    facts: DeliveryFacts = field(default_factory=DeliveryFacts)


def enter_asset(w: Work, case_id: str, details: AssetDetails) -> Asset:
    """Enter an asset of an open case. Invalid names the field; code and title are unique in the case."""
    case = open_case_of(w, case_id)
    columns = checked_asset(details)
    if find_asset_by_code(w, case_id, str(columns["code"])) is not None:
        raise Invalid(f"标的编号 {columns['code']} 在本案已经使用", field="code")
    if title_taken(w, case_id, str(columns["title"])):
        raise Invalid("同名标的物在本案已经登记", field="title")
    deliverability, duty = delivery_of(details.occupancy)
    asset = Asset(court_id=case.court_id, case_id=case.id, deliverability=deliverability.value, vacating_duty=duty.value, **columns)
    w.session.add(asset)
    w.flush()
    record(w, "asset.entered", "asset", asset.id, f"登记标的物 {asset.code} {asset.title}", case_id=case.id)
    w.emit(AssetEntered(asset.id, case.id))
    return asset


def edit_asset(w: Work, asset_id: str, details: AssetDetails, *, version: int) -> Asset:
    """Change what an asset is and where it lies; not once it is on a site. Occupancy has a verb of its own."""
    asset = changeable(w, asset_id, version)
    columns = {name: value for name, value in checked_asset(details).items() if name not in ("occupancy", "occupancy_note")}
    if columns["code"] != asset.code and find_asset_by_code(w, asset.case_id, str(columns["code"])) is not None:
        raise Invalid(f"标的编号 {columns['code']} 在本案已经使用", field="code")
    if columns["title"] != asset.title and title_taken(w, asset.case_id, str(columns["title"])):
        raise Invalid("同名标的物在本案已经登记", field="title")
    for name, value in columns.items():
        setattr(asset, name, value)
    return _saved(w, asset, "asset.edited", "修改基本信息")


def set_delivery(w: Work, asset_id: str, order: Delivery, *, version: int) -> Asset:
    """Enter occupancy, what is known of it and what the court decided; the one state follows by rule. 占有不明 does not exist (VC-05)."""
    asset = changeable(w, asset_id, version)
    check_occupancy(order.occupancy, order.occupancy_note)
    check_delivery(order.deliverability, order.vacating_duty, order.deliverability_note)
    check_no_identity_number(order.occupancy_note, "occupancy_note")
    asset.occupancy, asset.occupancy_note = order.occupancy.value, order.occupancy_note.strip()
    asset.deliverability, asset.deliverability_note = order.deliverability.value, order.deliverability_note.strip()
    asset.vacating_duty, asset.delivery_facts = order.vacating_duty.value, order.facts.as_json()
    found = _settle(w, asset, order.deliverability)
    return _saved(w, asset, "asset.delivery_set", f"确定占有情况：{order.occupancy.word}；可交付性：{found.word}")


def _settle(w: Work, asset: Asset, decided: Deliverability) -> Deliverability:
    """Write the one state down. A decision that the law does not leave to the court is refused, with the reason."""
    found = determine(known_of(w, asset, decided=decided))
    if decided not in (Deliverability.PENDING, found.state):
        raise Invalid(f"可交付性应为“{found.state.word}”：{found.reasons[0].text}（{found.reasons[0].citation}）", field="deliverability")
    asset.deliverability, asset.vacating_duty = found.state.value, found.duty.value
    return found.state


def set_defects(w: Work, asset_id: str, rows: tuple[tuple[str, str], ...], *, version: int) -> Asset:
    """Replace the known defects: (part, text) rows; none is an answer too."""
    asset = changeable(w, asset_id, version)
    if any(not text.strip() for _, text in rows):
        raise Invalid("每项瑕疵写明部位和描述", field="defects")
    asset.defects = [{"part": part.strip(), "text": text.strip()} for part, text in rows]
    return _saved(w, asset, "asset.defects_set", f"登记已知瑕疵 {len(rows)} 项")


def set_arrears(w: Work, asset_id: str, rows: tuple[tuple[str, str, str, str], ...], *, version: int) -> Asset:
    """Replace the arrears: (kind, amount in yuan, until day, holder) rows."""
    asset = changeable(w, asset_id, version)
    asset.arrears = [_arrear(*row) for row in rows]
    return _saved(w, asset, "asset.arrears_set", f"登记欠缴费用 {len(rows)} 项")


def set_tax_items(w: Work, asset_id: str, rows: tuple[tuple[str, str], ...], *, version: int) -> Asset:
    """Replace the taxes: (name, bearer by law) rows; the judge confirms them in the plan (NA-43)."""
    asset = changeable(w, asset_id, version)
    if any(not name.strip() or not bearer.strip() for name, bearer in rows):
        raise Invalid("每项税费写明税种和依法承担人", field="tax_items")
    asset.tax_items = [{"name": name.strip(), "bearer": bearer.strip()} for name, bearer in rows]
    return _saved(w, asset, "asset.taxes_set", f"登记税费 {len(rows)} 项")


def take_survey(w: Work, asset_id: str, findings: Mapping[str, Any]) -> Asset:
    """Take over an accepted survey: its findings are kept whole; occupancy, defects, arrears and taxes are read from it. For the house's reactions."""
    asset = house_asset(w, asset_id)
    asset.survey = dict(findings)
    occupancy = findings.get("occupancy")
    if occupancy:
        found = Occupancy(str(occupancy))
        asset.occupancy, asset.occupancy_note = found.value, str(findings.get("occupancy_note", ""))
        delivery = determine(known_of(w, asset, decided=delivery_of(found)[0]))
        asset.deliverability, asset.vacating_duty = delivery.state.value, delivery.duty.value
    for name in ("defects", "arrears", "tax_items"):
        if name in findings:
            setattr(asset, name, list(findings[name] or []))
    return _moved(w, asset, Act.SURVEY)


def note_custody(w: Work, asset_id: str, gap: str) -> None:
    """What is missing of its chain of custody, in words; '' when it is whole. For the house's reactions."""
    asset = house_asset(w, asset_id)
    if asset.custody_gap != gap:
        asset.custody_gap = gap
        w.flush()
        record(w, "asset.custody_noted", "asset", asset.id, f"保管链：{gap or '完整'}", case_id=asset.case_id)


def set_reference_price(w: Work, asset_id: str, amount: Money, method: str, valid_until: date | None) -> Asset:
    """Set the reference price, by which of the four ways, until which day it is valid. For the house's reactions."""
    if amount <= ZERO:
        raise Invalid("参考价应大于 0", field="amount")
    asset = house_asset(w, asset_id)
    asset.reference_price, asset.reference_method = amount, method
    asset.reference_valid_until, asset.reference_set_on = valid_until, w.today
    return _moved(w, asset, Act.PRICE, f"{amount.grouped} 元")


def void_reference_price(w: Work, asset_id: str, reason: str) -> Asset | None:
    """The report behind the price fell: nothing is planned or listed on it. None once the thing is on a site. For the house's reactions."""
    asset = house_asset(w, asset_id)
    if asset.reference_price is None or not LIFE.allows(Status(asset.status), Act.UNPRICE):
        return None
    asset.reference_price = asset.reference_method = asset.reference_valid_until = asset.reference_set_on = None
    return _moved(w, asset, Act.UNPRICE, reason)


def move(w: Work, asset_id: str, act: Act | str) -> Asset:
    """Move an asset on in its life; NotNow when its state does not permit the act. For the house's reactions."""
    return _moved(w, house_asset(w, asset_id), Act(act))


def release(w: Work, asset_id: str, reason: str, *, version: int) -> Asset:
    """Give an asset free before it is on a site, with the reason."""
    asset = changeable(w, asset_id, version)
    if len(reason.strip()) < 2:
        raise Invalid("写明解除理由", field="reason")
    released = _moved(w, asset, Act.RELEASE, reason.strip())
    w.emit(AssetReleased(asset.id, asset.case_id, asset.title, reason.strip()))
    return released


def changeable(w: Work, asset_id: str, version: int | None) -> Asset:
    """An asset in the actor's scope that may still be described: its case is open and it is not on a site or sold. None: no version was seen."""
    asset = get_asset(w, asset_id)
    open_case_of(w, asset.case_id)
    if version is not None:
        check_version(asset.version, version)
    if Status(asset.status) in _SETTLED:
        raise NotNow(f"现在是“{Status(asset.status).word}”，标的物情况不能再改", code="wrong_state")
    return asset


def checked_asset(details: AssetDetails) -> dict[str, object]:
    """The columns of an asset, every field checked (forms.md §5.3)."""
    title, place = details.title.strip(), details.place.strip()
    if not 2 <= len(title) <= 200:
        raise Invalid("标的名称应为 2 至 200 字", field="title")
    if not 2 <= len(place) <= 300:
        raise Invalid("坐落或者存放地应为 2 至 300 字", field="place")
    if details.kind.needs_certificate and not details.cert_no.strip():
        raise Invalid(f"{details.kind.word}须填写权属证书号", field="cert_no")
    check_occupancy(details.occupancy, details.occupancy_note)
    check_no_identity_number(details.remark, "remark")
    return {
        "code": check_code(details.code),
        "kind": details.kind.value,
        "subkind": check_subkind(details.kind, details.subkind),
        "law_class": details.kind.law_class.value,
        "title": title,
        "place": place,
        "cert_no": details.cert_no.strip(),
        "area": check_area(details.area, "area"),
        "land_area": check_area(details.land_area, "land_area"),
        "quantity": details.quantity.strip(),
        "use": details.use.strip(),
        "occupancy": details.occupancy.value,
        "occupancy_note": details.occupancy_note.strip(),
        "remark": details.remark.strip(),
    }


def _arrear(kind: str, amount: str, until: str, holder: str) -> dict[str, str]:
    if not kind.strip() or not holder.strip():
        raise Invalid("每项欠费写明费种和来源单位", field="arrears")
    try:
        owed, until_on = Money.yuan(amount), date.fromisoformat(until.strip())
    except MalformedMoney:
        raise Invalid(f"欠费金额“{amount}”应为金额（元），最多两位小数", field="arrears") from None
    except ValueError:
        raise Invalid(f"欠费截至日“{until}”应为日期，例如 2026-03-31", field="arrears") from None
    return {"kind": kind.strip(), "amount": str(owed), "until_on": until_on.isoformat(), "holder": holder.strip()}


def _saved(w: Work, asset: Asset, act: str, words: str) -> Asset:
    w.flush()
    record(w, act, "asset", asset.id, f"{asset.code} {asset.title}：{words}", case_id=asset.case_id)
    return asset


def _moved(w: Work, asset: Asset, act: Act, more: str = "") -> Asset:
    asset.status = LIFE.advance(Status(asset.status), act).value
    name, words = ACT_NAMES[act]
    return _saved(w, asset, name, f"{words}{'：' + more if more else ''}")
