"""Plans that break no rule, as pure values: a shop, a flat, a press, shares; a first round, a second, a network sale."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from app.domains.plans.checks.check import check_plan
from app.domains.plans.checks.points import Check
from app.domains.plans.proposals import Facts, propose
from app.domains.plans.subjects import CONDITIONS
from app.domains.plans.types import PriorityHolder, Subject, Terms
from app.kernel.money import Money
from app.kernel.workdays import built_in
from app.law.subjects import AssetKind

TODAY = date(2026, 4, 2)
CALENDAR = built_in()
HOLDER = "广州澜石物业有限公司"
LAST_ON = date(2026, 3, 24)


def facts_of(asset: AssetKind) -> Facts:
    """The words that texts are composed from."""
    return Facts(
        site_title="淘宝网司法拍卖平台",
        court_name="广州市南沙区人民法院",
        case_no="（2026）粤0115执1422号",
        asset_title="海语湾花园3栋1204房" if asset.is_real_estate else "印刷机一台" if asset.is_movable else "广州粤澜包装机械有限公司30%股权",
        place="广州市南沙区",
        condition="数量或面积：89.42㎡。" if asset.is_real_estate else "数量：一。",
        defects="客厅外墙侧渗水痕迹约0.5平方米。",
        burdens="权利负担：抵押权人广州穗禾农村商业银行股份有限公司南沙支行，480,000.00元。",
        occupancy="被执行人及配偶居住",
        taxes="欠费：物业费12,480.00元（截至2026-03-31）。",
        consult_phone="020-80000115",
        supervision_phone="020-80000116",
        conditions=CONDITIONS.get(asset, ""),
    )


def subject_of(asset: AssetKind = AssetKind.REAL_ESTATE, **changes: object) -> Subject:
    """What the check knows of the thing."""
    plain = Subject(
        asset=asset,
        title="标的物",
        reference_price=Money.yuan("1200000.00"),
        reference_valid_until=date(2026, 9, 30),
        occupancy="被执行人及配偶居住",
        seizure_expires_on=date(2029, 2, 9),
        known_priority_holders=(HOLDER,),
        told_on={HOLDER: date(2026, 4, 2)},
        to_tell=(HOLDER,),
    )
    return replace(plain, **changes)


def sound_plan(asset: AssetKind = AssetKind.REAL_ESTATE, round_no: int = 1) -> tuple[Subject, Terms]:
    """A subject and terms that break nothing."""
    before = {"previous_start_price": Money.yuan("840000.00"), "previous_failed_on": LAST_ON, "previous_site": "taobao"} if round_no > 1 else {}
    subject = subject_of(asset, **before)
    terms = propose(subject, facts_of(asset), CALENDAR, round_no=round_no, site="taobao", today=TODAY)
    photos = tuple(f"{number:064x}" for number in range(12))
    return subject, terms.with_(priority_holders=(PriorityHolder(HOLDER, "承租人优先购买权", 1),), photos=photos)


def checked(subject: Subject, terms: Terms, **more: frozenset[str]) -> Check:
    """The check on 2026-04-02."""
    return check_plan(subject, terms, CALENDAR, today=TODAY, **more)


def moved(terms: Terms, days: int) -> Terms:
    """The same terms opening some days later, in figures and text."""
    assert terms.opens_at is not None
    return terms.with_(opens_at=terms.opens_at + timedelta(days=days))
