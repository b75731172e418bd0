"""Closed sets of assets with their Chinese words: kinds and their law class, occupancy, deliverability, encumbrances, seizure measures (forms.md §6)."""

from __future__ import annotations

from enum import StrEnum

from app.law.subjects import AssetKind


class Kind(StrEnum):
    """Kinds of things sold (forms.md §6.1)."""

    HOUSE = "house"
    LAND = "land"
    LAND_BUILDING = "land_building"
    VEHICLE = "vehicle"
    SHIP = "ship"
    AIRCRAFT = "aircraft"
    EQUIPMENT = "equipment"
    STOCK = "stock"
    VALUABLES = "valuables"
    EQUITY = "equity"
    CLAIM = "claim"
    IP = "ip"
    USUFRUCT = "usufruct"
    OTHER_RIGHT = "other_right"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _KINDS[self][0]

    @property
    def subkinds(self) -> tuple[str, ...]:
        """The words allowed below it; none: the kind's own name."""
        return _KINDS[self][2] or (self.word,)

    @property
    def law_class(self) -> AssetKind:
        """The class that the rules of law tell apart."""
        return _KINDS[self][1]

    @property
    def needs_certificate(self) -> bool:
        """Is a certificate of title required (forms.md §5.3)?"""
        return self in (Kind.HOUSE, Kind.LAND, Kind.LAND_BUILDING, Kind.VEHICLE, Kind.SHIP)


class Status(StrEnum):
    """Where in its life an asset stands."""

    HELD = "held"
    SURVEYED = "surveyed"
    PRICED = "priced"
    PLANNED = "planned"
    LISTED = "listed"
    SOLD = "sold"
    TRANSFERRED = "transferred"
    HANDED_OVER = "handed_over"
    RELEASED = "released"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _STATUS[self]


class Occupancy(StrEnum):
    """Who holds the thing. There is no 占有不明: it must be found out (VC-05)."""

    EMPTY = "empty"
    DEBTOR_FAMILY = "debtor_family"
    DEBTOR_BUSINESS = "debtor_business"
    TENANT_CONTRACT = "tenant_contract"
    TENANT_CLAIM = "tenant_claim"
    OUTSIDER_GROUNDED = "outsider_grounded"
    OUTSIDER_GROUNDLESS = "outsider_groundless"
    COURT = "court"
    KEEPER = "keeper"
    PARTIAL = "partial"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _OCCUPANCY[self]


class Deliverability(StrEnum):
    """Can it be handed to a buyer (forms.md §6.11)?"""

    READY = "ready"
    COURT_VACATES = "court_vacates"
    WITH_LEASE = "with_lease"
    WITH_RESIDENCE = "with_residence"
    NOT_DELIVERED = "not_delivered"
    PENDING = "pending"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _DELIVERABILITY[self]


class VacatingDuty(StrEnum):
    """Who has to empty it before delivery: the court, or nobody because it is empty or its occupant stays by law."""

    COURT = "court"
    NOT_NEEDED = "not_needed"
    OCCUPANT_STAYS = "occupant_stays"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _DUTY[self]


class EncumbranceKind(StrEnum):
    """Burdens on an asset (forms.md §6.3). 无 is an empty list that somebody confirmed."""

    MORTGAGE = "mortgage"
    PLEDGE = "pledge"
    LIEN = "lien"
    LEASE = "lease"
    RESIDENCE = "residence"
    EASEMENT = "easement"
    ADVANCE_NOTICE = "advance_notice"
    OBJECTION = "objection"
    CO_OWNERSHIP = "co_ownership"
    CONSTRUCTION = "construction"
    TAX = "tax"
    LAND_PREMIUM = "land_premium"
    PROPERTY_FEE = "property_fee"
    ENVIRONMENT = "environment"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _ENCUMBRANCES[self]


class Measure(StrEnum):
    """Measures that hold an asset (forms.md §5.4)."""

    SEAL = "seal"
    DETAIN = "detain"
    FREEZE = "freeze"
    WAITING = "waiting"
    PRESERVATION = "preservation"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _MEASURES[self]


class PriorityKind(StrEnum):
    """Grounds of a right to buy first."""

    CO_OWNER = "co_owner"
    TENANT = "tenant"
    SHAREHOLDER = "shareholder"
    OTHER = "other"

    @property
    def word(self) -> str:
        """Its Chinese name."""
        return _PRIORITY[self]


_L = AssetKind
_KINDS: dict[Kind, tuple[str, AssetKind, tuple[str, ...]]] = {
    Kind.HOUSE: ("房屋", _L.HOUSE, ("住宅", "商铺", "办公", "公寓", "车位", "仓储", "自建房")),
    Kind.LAND: ("土地", _L.LAND, ("国有出让", "国有划拨", "集体建设用地", "林地使用权")),
    Kind.LAND_BUILDING: ("土地及建筑物", _L.REAL_ESTATE, ("工业厂房", "商业物业", "在建工程")),
    Kind.VEHICLE: ("机动车", _L.VEHICLE, ("小型轿车", "货车", "客车", "特种车", "摩托车", "新能源")),
    Kind.SHIP: ("船舶", _L.SHIP, ("渔船", "货船", "工程船", "游艇")),
    Kind.AIRCRAFT: ("航空器", _L.MOVABLE, ()),
    Kind.EQUIPMENT: ("设备", _L.EQUIPMENT, ("包装机械", "机床", "生产线", "电子设备")),
    Kind.STOCK: ("存货", _L.MOVABLE, ("原材料", "成品", "易腐品")),
    Kind.VALUABLES: ("贵重物", _L.MOVABLE, ("珠宝", "字画", "贵金属")),
    Kind.EQUITY: ("股权", _L.EQUITY, ("有限公司", "股份公司", "上市公司")),
    Kind.CLAIM: ("债权", _L.OTHER_RIGHT, ()),
    Kind.IP: ("知识产权", _L.IP, ("商标", "专利", "著作权")),
    Kind.USUFRUCT: ("用益权", _L.OTHER_RIGHT, ("承包经营权", "采矿权")),
    Kind.OTHER_RIGHT: ("其他财产权", _L.OTHER_RIGHT, ()),
}
_STATUS = {
    Status.HELD: "已控制",
    Status.SURVEYED: "已调查",
    Status.PRICED: "已定价",
    Status.PLANNED: "方案已固定",
    Status.LISTED: "已上拍",
    Status.SOLD: "已成交",
    Status.TRANSFERRED: "已裁定过户",
    Status.HANDED_OVER: "已移交",
    Status.RELEASED: "已解除",
}
_OCCUPANCY = {
    Occupancy.EMPTY: "空置",
    Occupancy.DEBTOR_FAMILY: "被执行人及家属",
    Occupancy.DEBTOR_BUSINESS: "被执行人经营",
    Occupancy.TENANT_CONTRACT: "承租人（有合同）",
    Occupancy.TENANT_CLAIM: "承租人（主张待查）",
    Occupancy.OUTSIDER_GROUNDED: "案外人占有（有依据）",
    Occupancy.OUTSIDER_GROUNDLESS: "案外人占有（无依据）",
    Occupancy.COURT: "法院扣押/监管",
    Occupancy.KEEPER: "保管人控制",
    Occupancy.PARTIAL: "部分占有（注明）",
}
_DELIVERABILITY = {
    Deliverability.READY: "可交付（空置/已腾空）",
    Deliverability.COURT_VACATES: "需法院腾退",
    Deliverability.WITH_LEASE: "带租移交",
    Deliverability.WITH_RESIDENCE: "带居住权移交",
    Deliverability.NOT_DELIVERED: "依法不交付（说明）",
    Deliverability.PENDING: "待处置",
}
_DUTY = {VacatingDuty.COURT: "由法院负责腾空", VacatingDuty.NOT_NEEDED: "无须腾空", VacatingDuty.OCCUPANT_STAYS: "占有人依法留用，不腾空"}
_ENCUMBRANCES = {
    EncumbranceKind.MORTGAGE: "抵押",
    EncumbranceKind.PLEDGE: "质押",
    EncumbranceKind.LIEN: "留置",
    EncumbranceKind.LEASE: "租赁",
    EncumbranceKind.RESIDENCE: "居住权",
    EncumbranceKind.EASEMENT: "地役权",
    EncumbranceKind.ADVANCE_NOTICE: "预告登记",
    EncumbranceKind.OBJECTION: "异议登记",
    EncumbranceKind.CO_OWNERSHIP: "共有",
    EncumbranceKind.CONSTRUCTION: "建设工程优先受偿",
    EncumbranceKind.TAX: "税款优先",
    EncumbranceKind.LAND_PREMIUM: "划拨土地出让金",
    EncumbranceKind.PROPERTY_FEE: "物业欠费",
    EncumbranceKind.ENVIRONMENT: "环境整治义务",
}
_MEASURES = {
    Measure.SEAL: "查封",
    Measure.DETAIN: "扣押",
    Measure.FREEZE: "冻结",
    Measure.WAITING: "轮候查封",
    Measure.PRESERVATION: "保全查封",
}
_PRIORITY = {PriorityKind.CO_OWNER: "共有人", PriorityKind.TENANT: "承租人", PriorityKind.SHAREHOLDER: "其他股东", PriorityKind.OTHER: "其他优先购买权人"}
