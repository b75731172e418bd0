"""Assets of forms.md §5.3 for tests; functions take the work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domains.assets.rights import HolderDetails, PriorityDetails, SeizureDetails, add_holder, add_priority_holder, enter_seizure
from app.domains.assets.service import AssetDetails, enter_asset
from app.domains.assets.tables import Asset, PriorityHolder, Seizure
from app.domains.assets.types import Kind, Measure, Occupancy, PriorityKind
from app.infra.unit_of_work import Work

MACHINES = AssetDetails(
    "A02",
    Kind.EQUIPMENT,
    "包装机械",
    "包装机械及自动输送线一批",
    "广州市南沙区万环东路5号一号厂房",
    Occupancy.DEBTOR_BUSINESS,
    quantity="46台套",
)
FLAT = AssetDetails(
    "A01",
    Kind.HOUSE,
    "住宅",
    "海语湾花园3栋1204房",
    "广州市南沙区海语湾路18号",
    Occupancy.DEBTOR_FAMILY,
    cert_no="粤（2019）广州市不动产权第04900101号",
    area="89.62",
)


def make_asset(w: Work, case_id: str, details: AssetDetails = MACHINES, **changes: object) -> Asset:
    """An asset of a case; the packing machines unless told otherwise."""
    return enter_asset(w, case_id, replace(details, **changes))


def make_flat(w: Work, case_id: str, **changes: object) -> Asset:
    """海语湾花园3栋1204房."""
    return make_asset(w, case_id, FLAT, **changes)


def make_seizure(w: Work, asset: Asset, **changes: object) -> Seizure:
    """The first seizure of 2026-02-10 with the law's longest term."""
    plain = SeizureDetails(Measure.DETAIN, 1, "广州市南沙区人民法院", "（2026）粤0115执1422号", date(2026, 2, 10), registry_office="存放地公示")
    return enter_seizure(w, asset.id, replace(plain, **changes))


def make_holder(w: Work, asset: Asset, name: str = "广州粤澜包装机械有限公司") -> None:
    """The registered owner, a party of the case."""
    add_holder(w, asset.id, HolderDetails(name, "单独所有"))


def make_priority_holder(w: Work, asset: Asset, name: str = "黎卓然") -> PriorityHolder:
    """A tenant who may buy first."""
    return add_priority_holder(w, asset.id, PriorityDetails(name, PriorityKind.TENANT))
