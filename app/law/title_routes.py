"""From the served ruling to the registered title: one table of steps by kind of asset, and what of it one sold thing needs (papers.md 24, 25; AUX-14)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.law.subjects import AssetKind


class Route(StrEnum):
    """Kinds of ways; which one a thing takes follows from its class."""

    REAL_ESTATE = "real_estate"
    LAND = "land"
    VEHICLE = "vehicle"
    SHIP = "ship"
    EQUITY = "equity"
    LISTED_SHARE = "listed_share"
    EQUIPMENT = "equipment"
    BULK = "bulk"
    RIGHT = "right"

    @property
    def word(self) -> str:
        """For people."""
        return _WORDS[self]


class Doer(StrEnum):
    """Who does a step. What is the court's is never an agency's (NA-04); a helped step of the court may be queued for by one (AUX-14)."""

    COURT = "court"
    BUYER = "buyer"

    @property
    def word(self) -> str:
        """For people."""
        return {Doer.COURT: "法院", Doer.BUYER: "买受人"}[self]


class Per(StrEnum):
    """How often a step stands in one route."""

    ONCE = "once"
    OWN_SEIZURES = "own_seizures"
    OTHER_SEIZURES = "other_seizures"
    BURDENS = "burdens"
    TAXES = "taxes"
    ARREARS = "arrears"
    GRANTED_LAND = "granted_land"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table. `after`: codes that must be done before it is done; `advised`: whose place before it no text read for the sheet fixes (待核).

    `receipt` is what proves it. `unsure`: the way itself is 待核, for registries differ.
    """

    code: str
    title: str
    office: str
    rule: str
    papers: tuple[str, ...]
    receipt: str
    doer: Doer = Doer.COURT
    per: Per = Per.ONCE
    after: tuple[str, ...] = ()
    advised: tuple[str, ...] = ()
    helped: bool = True
    unsure: bool = False


_RULING, _NOTICE = "执行裁定书", "协助执行通知书"
_BASE = (_RULING, _NOTICE, "买受人身份材料")
BEFORE_TITLE = ("assist", "release", "waiting", "cancel")
REGISTRY = "{registry}"
"""Stands for the court's registry of this class of things."""

_ASSIST = Step("assist", "送达协助执行通知书", REGISTRY, "AUX-14", (_NOTICE, _RULING), "回执联", helped=False)
_RELEASE = Step("release", "解除本院{measure}", REGISTRY, "AS-25", ("解除{measure}裁定书", _NOTICE), "登记机构回执", per=Per.OWN_SEIZURES)
_WAITING = Step(
    "waiting", "其他法院查封、轮候查封的处理", REGISTRY, "AUX-14", (_RULING, _NOTICE), "登记机构答复原话", per=Per.OTHER_SEIZURES, unsure=True
)  # fmt: skip
_CANCEL = Step("cancel", "{burden}", REGISTRY, "AS-25", (_RULING, _NOTICE), "注销登记凭证", per=Per.BURDENS)
_TAX = Step("tax", "完税", "税务机关", "NA-43", (_RULING,), "完税凭证", doer=Doer.BUYER, per=Per.TAXES)
_ARREARS = Step("arrears", "处理欠费", "收费单位", "NA-43", ("欠费清单",), "缴费凭证", per=Per.ARREARS)
_CARRY = Step("carry", "提货和运送", "", "AS-24", ("物品清单",), "签收单", after=("release",))


def _register(title: str, *, advised: tuple[str, ...] = (), after: tuple[str, ...] = ()) -> Step:
    return Step("register", title, REGISTRY, "AUX-14", _BASE, "新权属证书或者登记证明", after=(*BEFORE_TITLE, *after), advised=advised)


def _detained(*more: Step) -> tuple[Step, ...]:
    """Title passed with the service of the ruling (AS-23): nothing is registered; the seals and the keeper are returned with the release."""
    release = replace(_RELEASE, office="", papers=("解除{measure}裁定书", "封条号、保管人清单"), receipt="解除笔录")
    return (release, replace(_WAITING, office=""), replace(_CANCEL, office=""), _TAX, _ARREARS, *more)


ROUTES: Mapping[Route, tuple[Step, ...]] = {
    Route.REAL_ESTATE: (_ASSIST, _TAX, _ARREARS, _RELEASE, _WAITING, _CANCEL, _register("不动产转移登记", advised=("tax",))),
    Route.LAND: (
        _ASSIST,
        Step("premium", "划拨土地补缴出让金", "", "AUX-14", (_RULING, _NOTICE), "缴款凭证", doer=Doer.BUYER, per=Per.GRANTED_LAND, unsure=True),
        _TAX,
        _ARREARS,
        _RELEASE,
        _WAITING,
        _CANCEL,
        _register("土地使用权转移登记", advised=("tax", "premium")),
    ),
    Route.VEHICLE: (
        _ASSIST,
        Step("violations", "违章处理", REGISTRY, "VC-06", ("违章查询结果",), "处理完毕记录", unsure=True),
        Step("inspect", "车辆查验", REGISTRY, "AUX-14", ("车辆查验记录",), "查验记录", unsure=True),
        _TAX,
        _ARREARS,
        _RELEASE,
        _WAITING,
        _CANCEL,
        _register("车辆转移登记", advised=("violations", "inspect", "tax")),
        replace(_CARRY, after=()),
    ),
    Route.SHIP: (_ASSIST, _TAX, _ARREARS, _RELEASE, _WAITING, _CANCEL, _register("船舶所有权转移登记", advised=("tax",)), replace(_CARRY, after=())),
    Route.EQUITY: (
        _ASSIST,
        Step("company", "向目标公司送达协助执行通知书", "目标公司", "AUX-14", (_NOTICE, _RULING), "回执联", helped=False),
        Step("approval", "须经批准的，办理批准手续", "审批机关", "SP-02", (_RULING,), "批准文件", doer=Doer.BUYER),
        _TAX,
        _RELEASE,
        _WAITING,
        _CANCEL,
        _register("股权变更登记", advised=("tax",), after=("company", "approval")),
    ),
    Route.LISTED_SHARE: (_ASSIST, _TAX, _RELEASE, _WAITING, _CANCEL, _register("股份过户登记", advised=("tax",))),
    Route.EQUIPMENT: _detained(_CARRY),
    Route.BULK: _detained(_CARRY),
    Route.RIGHT: (_ASSIST, _TAX, _ARREARS, _RELEASE, _WAITING, _CANCEL, _register("权利变更登记", advised=("tax",))),
}
_WORDS = {
    Route.REAL_ESTATE: "房产",
    Route.LAND: "土地",
    Route.VEHICLE: "车辆",
    Route.SHIP: "船舶",
    Route.EQUITY: "股权",
    Route.LISTED_SHARE: "上市公司股份",
    Route.EQUIPMENT: "设备",
    Route.BULK: "大宗、其他动产",
    Route.RIGHT: "其他财产权",
}
_BY_CLASS = {
    AssetKind.HOUSE: Route.REAL_ESTATE,
    AssetKind.REAL_ESTATE: Route.REAL_ESTATE,
    AssetKind.LAND: Route.LAND,
    AssetKind.VEHICLE: Route.VEHICLE,
    AssetKind.SHIP: Route.SHIP,
    AssetKind.EQUITY: Route.EQUITY,
    AssetKind.LISTED_SHARE: Route.LISTED_SHARE,
    AssetKind.EQUIPMENT: Route.EQUIPMENT,
    AssetKind.MOVABLE: Route.BULK,
    AssetKind.IP: Route.RIGHT,
    AssetKind.OTHER_RIGHT: Route.RIGHT,
}


@dataclass(frozen=True, slots=True)
class Held:
    """A seizure that stands on the thing: by whom, in which case, at which authority ('' not entered), called what (查封, 扣押, 冻结)."""

    court: str
    case_no: str
    office: str
    ours: bool
    measure: str


@dataclass(frozen=True, slots=True)
class Burden:
    """What the sale extinguishes (AS-25). `registered`: at the registry; else it is its holder who has the thing."""

    title: str
    holder: str
    registered: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What one sold thing is known to have. `registry`: the court's registry of such things, '' where nobody entered it; `docs` what a buyer brings there."""

    registry: str = ""
    docs: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    burdens: tuple[Burden, ...] = ()
    taxes: tuple[str, ...] = ()
    arrears: tuple[str, ...] = ()
    granted_land: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of one thing: its authority, and in `about` each seizure, burden, tax or charge that it is for."""

    step: Step
    title: str
    office: str
    papers: tuple[str, ...]
    about: tuple[str, ...] = field(default=())


def route_of(kind: AssetKind, subkind: str = "") -> Route:
    """The way of a class of things; shares of a listed company have their own."""
    return Route.LISTED_SHARE if kind is AssetKind.EQUITY and subkind == "上市公司" else _BY_CLASS[kind]


def plan_of(route: Route, known: Known) -> tuple[Planned, ...]:
    """The steps of one thing in their order; one row an authority for seizures and burdens, none for what the thing does not have."""
    return tuple(each for step in ROUTES[route] for each in _rows(step, known))


def _rows(step: Step, known: Known) -> Iterator[Planned]:
    office = step.office.replace(REGISTRY, known.registry)
    papers = known.docs if step.code == "register" and known.docs else step.papers
    match step.per:
        case Per.ONCE:
            yield Planned(step, step.title, office, papers)
        case Per.OWN_SEIZURES | Per.OTHER_SEIZURES:
            yield from _releases(step, office, known)
        case Per.BURDENS:
            yield from _cancels(step, office, known)
        case Per.TAXES:
            yield Planned(step, step.title, office, papers, known.taxes)
        case Per.ARREARS if known.arrears:
            yield Planned(step, step.title, office, papers, known.arrears)
        case Per.GRANTED_LAND if known.granted_land:
            yield Planned(step, step.title, office, papers)
        case _:
            return


def _releases(step: Step, registry: str, known: Known) -> Iterator[Planned]:
    mine = [each for each in known.held if each.ours == (step.per is Per.OWN_SEIZURES)]
    for office in dict.fromkeys(each.office or registry for each in mine):
        here = [each for each in mine if (each.office or registry) == office]
        measure = "、".join(dict.fromkeys(each.measure for each in here))
        about = tuple(f"{each.court} {each.case_no} {each.measure}" for each in here)
        papers = tuple(each.format(measure=measure) for each in step.papers)
        yield Planned(step, step.title.format(measure=measure), office, papers, about)


def _cancels(step: Step, registry: str, known: Known) -> Iterator[Planned]:
    for title, registered in dict.fromkeys((each.title, each.registered) for each in known.burdens):
        here = [each for each in known.burdens if (each.title, each.registered) == (title, registered)]
        for office in dict.fromkeys(registry if registered else each.holder for each in here):
            about = tuple(f"权利人{each.holder}" for each in here if registered or each.holder == office)
            yield Planned(step, title, office, step.papers, about)
