"""Templates of tasks for a kind of asset (forms.md §4): which work, in which order, how many days, and what the court does in between. Data; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Member:
    """One task of a bundle. after: kinds that must be accepted first (empty: given out at once); optional: not ticked beforehand; days: from the day on
    which it is given out; note: what its agency is told beside the common note."""

    kind: str
    days: int
    after: tuple[str, ...] = ()
    optional: bool = False
    note: str = ""


@dataclass(frozen=True)
class Bundle:
    """A template. asset_classes are words of app/law/subjects.py; court_steps stay with the court between the tasks (法释〔2016〕18号第6条)."""

    code: str
    title: str
    asset_classes: tuple[str, ...]
    members: tuple[Member, ...]
    court_steps: tuple[str, ...]

    def fits(self, asset_class: str) -> bool:
        """Is it meant for an asset of that class?"""
        return asset_class in self.asset_classes

    @property
    def usual(self) -> tuple[Member, ...]:
        """The members that are ticked beforehand."""
        return tuple(each for each in self.members if not each.optional)

    def waits_for(self, kind: str, taken: Iterable[str]) -> tuple[str, ...]:
        """Which of the taken kinds a member waits for; one that is left out passes its own on."""
        chosen, by_kind = frozenset(taken), {each.kind: each for each in self.members}
        found: dict[str, None] = {}
        for before in by_kind[kind].after:
            found |= dict.fromkeys((before,) if before in chosen else self.waits_for(before, chosen))
        return tuple(found)


_BEFORE_SALE = ("consultation", "viewing")
BUNDLES: tuple[Bundle, ...] = (
    Bundle(
        "house",
        "不动产一套",
        ("house", "real_estate"),
        (
            Member("survey_real_estate", 7),
            Member("inquiry_support", 6, ("survey_real_estate",)),
            Member("appraisal_support", 45, ("survey_real_estate",), optional=True),
            Member("drafting", 2, ("inquiry_support", "appraisal_support")),
            Member("listing_prep", 2, ("drafting",)),
            Member("consultation", 30, ("listing_prep",)),
            Member("viewing", 30, ("listing_prep",)),
            Member("transfer_support", 30, _BEFORE_SALE),
            Member("vacating_support", 3, _BEFORE_SALE, note="无院长公告不得参与强制日"),
        ),
        ("查明占有", "确定参考价", "合议", "签发", "成交裁定", "院长公告"),
    ),
    Bundle(
        "plant",
        "厂房土地一套",
        ("real_estate", "land"),
        (
            Member("survey_real_estate", 7),
            Member("survey_land", 5),
            Member("survey_equipment", 5, optional=True),
            Member("appraisal_support", 45, ("survey_real_estate", "survey_land", "survey_equipment")),
            Member("listing_prep", 2, ("appraisal_support",)),
            Member("viewing", 30, ("listing_prep",)),
            Member("transfer_support", 30, ("viewing",)),
            Member("vacating_support", 3, ("viewing",), note="无院长公告不得参与强制日"),
        ),
        ("决定一并或分别拍卖", "无益拍卖告知", "合议", "签发", "成交裁定", "院长公告"),
    ),
    Bundle(
        "vehicle",
        "机动车一套",
        ("vehicle",),
        (
            Member("survey_vehicle", 5),
            Member("clue_verification", 7, optional=True, note="车辆下落不明时查找"),
            Member("custody", 30, ("survey_vehicle",)),
            Member("inquiry_support", 6, ("survey_vehicle",)),
            Member("listing_prep", 2, ("inquiry_support",)),
            Member("viewing", 30, ("listing_prep",)),
            Member("transfer_support", 30, ("viewing",)),
        ),
        ("实际扣押", "违章处理", "合议", "签发", "成交裁定"),
    ),
    Bundle(
        "equipment",
        "设备存货一套",
        ("equipment", "movable"),
        (
            Member("survey_equipment", 5),
            Member("custody", 30),
            Member("appraisal_support", 45, ("survey_equipment",)),
            Member("listing_prep", 2, ("appraisal_support",)),
            Member("viewing", 30, ("listing_prep",)),
            Member("logistics", 7, ("viewing",)),
        ),
        ("易腐易损物及时处理", "合议", "签发", "成交裁定"),
    ),
    Bundle(
        "equity",
        "股权一套",
        ("equity", "listed_share"),
        (
            Member("survey_equity", 5),
            Member("appraisal_support", 45, ("survey_equity",)),
            Member("drafting", 2, ("appraisal_support",)),
            Member("listing_prep", 2, ("drafting",)),
            Member("consultation", 30, ("listing_prep",)),
            Member("transfer_support", 30, ("consultation",)),
        ),
        ("通知公司和全体股东", "合议", "签发", "成交裁定"),
    ),
    Bundle(
        "ship",
        "船舶一套",
        ("ship",),
        (
            Member("survey_ship", 5),
            Member("custody", 30),
            Member("appraisal_support", 45, ("survey_ship",)),
            Member("listing_prep", 2, ("appraisal_support",)),
            Member("viewing", 30, ("listing_prep",)),
            Member("transfer_support", 30, ("viewing",)),
        ),
        ("适用海事法院专门规则", "合议", "签发", "成交裁定"),
    ),
    Bundle(
        "valuables",
        "珠宝贵重物一套",
        ("movable",),
        (
            Member("sample_sealing", 1, note="过程录像不间断；一袋一号"),
            Member("custody", 30),
            Member("notary_witness", 1),
            Member("appraisal_support", 45, ("sample_sealing", "notary_witness")),
            Member("listing_prep", 2, ("appraisal_support",)),
            Member("viewing", 30, ("listing_prep",), note="启封须法院人员或公证人员在场"),
            Member("logistics", 7, ("viewing",)),
        ),
        ("鉴定", "启封批准", "合议", "签发", "成交裁定"),
    ),
)


def bundles_for(asset_class: str) -> tuple[Bundle, ...]:
    """The templates meant for an asset of that class."""
    return tuple(each for each in BUNDLES if each.fits(asset_class))


def find_bundle(code: str) -> Bundle | None:
    """A template by code."""
    return next((each for each in BUNDLES if each.code == code), None)
