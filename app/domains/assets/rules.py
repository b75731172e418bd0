"""Rules of assets: the status table, which seizure terms are lawful, what occupancy means for delivery. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from app.domains.assets.types import Deliverability, Kind, Occupancy, Status, VacatingDuty
from app.kernel.errors import Invalid
from app.kernel.transitions import Transitions
from app.law.seizure import RENEW_MARGIN_DAYS, expiry
from app.law.subjects import AssetKind


class Act(StrEnum):
    """What moves an asset on."""

    SURVEY = "survey"
    PRICE = "price"
    UNPRICE = "unprice"
    PLAN = "plan"
    LIST = "list"
    SELL = "sell"
    TAKE = "take"
    FAIL = "fail"
    WITHDRAW = "withdraw"
    DEFAULT = "default"
    TRANSFER = "transfer"
    HAND_OVER = "hand_over"
    RELEASE = "release"


S = Status
LIFE: Transitions[Status, Act] = Transitions(
    {
        (S.HELD, Act.SURVEY): S.SURVEYED,
        (S.SURVEYED, Act.SURVEY): S.SURVEYED,
        (S.PRICED, Act.SURVEY): S.PRICED,
        (S.HELD, Act.PRICE): S.PRICED,
        (S.SURVEYED, Act.PRICE): S.PRICED,
        (S.PRICED, Act.PRICE): S.PRICED,
        (S.PRICED, Act.UNPRICE): S.SURVEYED,
        (S.PLANNED, Act.UNPRICE): S.PLANNED,
        (S.PRICED, Act.PLAN): S.PLANNED,
        (S.PLANNED, Act.PLAN): S.PLANNED,
        (S.PLANNED, Act.LIST): S.LISTED,
        (S.LISTED, Act.SELL): S.SOLD,
        (S.LISTED, Act.FAIL): S.PRICED,
        (S.PRICED, Act.TAKE): S.SOLD,
        (S.LISTED, Act.WITHDRAW): S.PRICED,
        (S.SOLD, Act.DEFAULT): S.PRICED,
        (S.SOLD, Act.TRANSFER): S.TRANSFERRED,
        (S.TRANSFERRED, Act.HAND_OVER): S.HANDED_OVER,
        (S.HELD, Act.RELEASE): S.RELEASED,
        (S.SURVEYED, Act.RELEASE): S.RELEASED,
        (S.PRICED, Act.RELEASE): S.RELEASED,
        (S.PLANNED, Act.RELEASE): S.RELEASED,
    },
    {state: state.word for state in Status},
)
ACT_NAMES: Mapping[Act, tuple[str, str]] = {
    Act.SURVEY: ("asset.surveyed", "完成现场调查"),
    Act.PRICE: ("asset.priced", "确定参考价"),
    Act.UNPRICE: ("asset.unpriced", "参考价失去依据"),
    Act.PLAN: ("asset.planned", "处置方案已锁定"),
    Act.LIST: ("asset.listed", "已上拍"),
    Act.SELL: ("asset.sold", "成交"),
    Act.TAKE: ("asset.taken_in_kind", "以物抵债"),
    Act.FAIL: ("asset.failed", "流拍"),
    Act.WITHDRAW: ("asset.withdrawn", "撤回拍卖"),
    Act.DEFAULT: ("asset.defaulted", "买受人悔拍，重新处置"),
    Act.TRANSFER: ("asset.transferred", "成交裁定已送达"),
    Act.HAND_OVER: ("asset.handed_over", "移交买受人"),
    Act.RELEASE: ("asset.released", "解除控制"),
}
SHARE = re.compile(r"单独所有|共同共有|[1-9]\d{0,5}/[1-9]\d{0,5}|\d{1,3}(\.\d{1,4})?%")
_CODE = re.compile(r"[A-Z]\d{2,4}")


@dataclass(frozen=True, slots=True)
class SeizureTerm:
    """How long a seizure lasts by law and what is doubtful about the term that was entered."""

    longest_on: date
    doubts: tuple[str, ...]


def check_term(kind: AssetKind, starts_on: date, expires_on: date, today: date, *, renewed_on: date | None = None, field: str = "expires_on") -> SeizureTerm:
    """Refuse a term longer than the law's (1, 2 or 3 years by kind, EX-13); shorter or expired is doubtful; the day before the corresponding day is normal."""
    if starts_on > today:
        raise Invalid("起始日不能晚于今天", field="starts_on")
    if expires_on <= starts_on:
        raise Invalid("到期日应晚于起始日", field=field)
    longest = expiry(kind, starts_on, renewed_on=renewed_on).expires_on
    if expires_on > longest:
        raise Invalid(f"到期日超过法定最长期限：最晚 {longest.isoformat()}（民诉法解释第485条）", field=field)
    doubts = []
    if expires_on < longest - timedelta(days=1):
        doubts.append(f"查封期短于法定最长期限（最晚可至 {longest.isoformat()}），请核对")
    if expires_on < today:
        doubts.append(f"查封已于 {expires_on.isoformat()} 届满，不能处置；核实是否已续封")
    return SeizureTerm(longest, tuple(doubts))


def usual_expiry(kind: AssetKind, starts_on: date) -> date:
    """The last day of a seizure of the longest term as courts write it: the day before the corresponding day (2026-02-09 → 2029-02-08)."""
    return expiry(kind, starts_on).expires_on - timedelta(days=1)


def seizure_role(expires_on: date, today: date) -> str:
    """The colour role of a seizure: danger when expired, warn from 30 days before its end, else ok."""
    left = (expires_on - today).days
    return "danger" if left < 0 else "warn" if left <= RENEW_MARGIN_DAYS else "ok"


def check_code(text: str) -> str:
    """The number of an asset in its case: A01."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise Invalid("标的编号应为一个字母加数字，例如 A01", field="code")
    return code


def check_subkind(kind: Kind, subkind: str) -> str:
    """The sub-kind must belong to the kind (forms.md §6.1)."""
    if subkind.strip() not in kind.subkinds:
        raise Invalid(f"子类“{subkind}”不属于{kind.word}：应为{'、'.join(kind.subkinds)}", field="subkind")
    return subkind.strip()


def check_area(text: str, field: str) -> str:
    """An area in ㎡ with at most two places, above zero; '' stays ''. ㎡ and 平方米 are taken off."""
    plain = text.strip().replace("㎡", "").replace("平方米", "").replace(",", "").replace("，", "").strip()
    if not plain:
        return ""
    try:
        size = Decimal(plain)
    except InvalidOperation:
        raise Invalid(f"面积“{text.strip()}”不是数字：应为平方米，最多两位小数", field=field) from None
    if size <= 0 or -int(size.as_tuple().exponent) > 2:
        raise Invalid("面积应大于 0，最多两位小数", field=field)
    return f"{size:f}"


def check_share(text: str, field: str = "share") -> str:
    """单独所有, 共同共有, a fraction or a percentage; '' stays ''."""
    plain = text.strip()
    if plain and not SHARE.fullmatch(plain):
        raise Invalid("份额应为 单独所有、共同共有、1/2 或者 30%", field=field)
    return plain


def check_occupancy(occupancy: Occupancy, note: str) -> None:
    """Partial occupancy and occupants' claims say more in words."""
    if occupancy is Occupancy.PARTIAL and len(note.strip()) < 4:
        raise Invalid("部分占有须注明占有人、部位和依据", field="occupancy_note")
    if "占有不明" in note:
        raise Invalid("不得写“占有不明”：写明占有人、依据、租金和期限（法〔2024〕238号）", field="occupancy_note")


def delivery_of(occupancy: Occupancy) -> tuple[Deliverability, VacatingDuty]:
    """What an occupancy suggests for delivery before the court decides: the court clears what is occupied without a right that lasts (VC-01)."""
    return _DELIVERY[occupancy]


def check_delivery(deliverability: Deliverability, duty: VacatingDuty, note: str) -> None:
    """Deliverability and the duty to vacate must agree; 依法不交付 says why."""
    if deliverability is Deliverability.COURT_VACATES and duty is not VacatingDuty.COURT:
        raise Invalid("需法院腾退的，腾空责任应为法院", field="vacating_duty")
    stays = deliverability in (Deliverability.WITH_LEASE, Deliverability.WITH_RESIDENCE)
    if stays and duty is not VacatingDuty.OCCUPANT_STAYS:
        raise Invalid("带租或者带居住权移交的，占有人依法留用", field="vacating_duty")
    if deliverability is Deliverability.NOT_DELIVERED and len(note.strip()) < 4:
        raise Invalid("依法不交付须写明依据", field="deliverability_note")


_D, _V = Deliverability, VacatingDuty
_DELIVERY: Mapping[Occupancy, tuple[Deliverability, VacatingDuty]] = {
    Occupancy.EMPTY: (_D.READY, _V.NOT_NEEDED),
    Occupancy.DEBTOR_FAMILY: (_D.COURT_VACATES, _V.COURT),
    Occupancy.DEBTOR_BUSINESS: (_D.COURT_VACATES, _V.COURT),
    Occupancy.TENANT_CONTRACT: (_D.PENDING, _V.COURT),
    Occupancy.TENANT_CLAIM: (_D.PENDING, _V.COURT),
    Occupancy.OUTSIDER_GROUNDED: (_D.PENDING, _V.COURT),
    Occupancy.OUTSIDER_GROUNDLESS: (_D.COURT_VACATES, _V.COURT),
    Occupancy.COURT: (_D.READY, _V.NOT_NEEDED),
    Occupancy.KEEPER: (_D.READY, _V.NOT_NEEDED),
    Occupancy.PARTIAL: (_D.PENDING, _V.COURT),
}
