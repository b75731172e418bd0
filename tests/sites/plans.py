"""A frozen plan for packages: lot L4 of the demonstration story."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.sites.package import PackagePlan

_PLAN = PackagePlan(
    title="包装机械设备一批（46件）",
    case_no="（2026）粤0115执1422号",
    court="广州市南沙区人民法院",
    round=1,
    starting_price=Money.yuan("76000"),
    appraisal_price=Money.yuan("108000"),
    deposit=Money.yuan("7600"),
    increment=Money.yuan("500"),
    opens_at=at_shanghai(2026, 3, 18, 10),
    ends_at=at_shanghai(2026, 3, 19, 10),
    extension_minutes=5,
    announcement="本院将公开拍卖包装机械设备一批。\n竞买人应当具备完全民事行为能力 <详见须知> & 附件。",
    instructions="竞买人须先交纳保证金。",
    warnings="标的物以实物现状为准，本院不承担瑕疵担保责任。",
    photos=(("外观.jpg", b"\xff\xd8photo-1"), ("外观.jpg", b"\xff\xd8photo-2")),
    attachments=(("评估报告.pdf", b"%PDF-1"),),
    our_reference="PF-2026-0001",
    plan_digest="9f" * 32,
    kind="equipment",
    kind_word="机器设备",
    subkind="生产线",
    place="广州市南沙区横沥镇工业二路9号",
    contact="020-39050000",
)


def a_plan(**changes: Any) -> PackagePlan:
    """The plan with some values changed."""
    return replace(_PLAN, **changes)
