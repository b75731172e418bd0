"""Terms and packages for the simulator's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.simulator.terms import Round, Terms
from app.sites.package import Layout, PackagePlan, build

ACCEPTED_AT = at_shanghai(2026, 3, 2, 9)
OPENS_AT = at_shanghai(2026, 3, 18, 10)
ENDS_AT = at_shanghai(2026, 3, 19, 10)
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(64))
SURVEY = b"%PDF-1.4\n% survey of the machines\n"

L4 = Terms(
    reference="L4",
    case_no="（2026）粤0115执1422号",
    title="包装机械及自动输送线一批",
    court="广州市南沙区人民法院",
    round=Round.FIRST,
    starting_price=Money.yuan("76000.00"),
    deposit=Money.yuan("7600.00"),
    increment=Money.yuan("500.00"),
    opens_at=OPENS_AT,
    ends_at=ENDS_AT,
    announced_at=ACCEPTED_AT,
    appraisal_price=Money.yuan("108000.00"),
)
SALE = replace(L4, reference="L7", round=Round.SALE, ends_at=L4.opens_at + timedelta(days=60))

L4_PLAN = PackagePlan(
    title=L4.title,
    case_no=L4.case_no,
    court=L4.court,
    round=1,
    starting_price=L4.starting_price,
    appraisal_price=Money.yuan("108000.00"),
    deposit=L4.deposit,
    increment=L4.increment,
    opens_at=OPENS_AT,
    ends_at=ENDS_AT,
    extension_minutes=5,
    announcement="本院将于2026年3月18日10时起公开拍卖。\n标的物为包装机械46台套。",
    instructions="竞买人应当在竞价程序开始前办理报名手续。",
    warnings="标的物以实物现状为准。",
    photos=(("全景.png", PHOTO),),
    attachments=(("标的物情况调查表.pdf", SURVEY),),
    our_reference="L4",
    plan_digest="9f3c" + "0" * 60,
    kind="equipment",
    kind_word="机器设备",
    place="广州市南沙区横沥镇工业二路9号",
    contact="020-39050000",
)


def package(site: str, plan: PackagePlan = L4_PLAN) -> bytes:
    """A package in the house's form for a site, whatever fields that site's own layout adds."""
    return build(plan, Layout(site=site, terms=(), charset="gbk" if site == "taobao" else "utf-8"))
