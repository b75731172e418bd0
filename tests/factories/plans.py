"""A case whose flat is surveyed and priced, and plans in every state, for tests and for looking at pages."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from PIL import Image, ImageDraw

from app.domains.approvals import service as approvals
from app.domains.approvals.queries import list_of_subject
from app.domains.assets import service as assets
from app.domains.assets.deliverability import DeliveryFacts
from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, Measure, Occupancy, VacatingDuty
from app.domains.plans import drafting, service
from app.domains.plans.choosing import ChooseSite, applicants_of, record_choice
from app.domains.plans.queries import get_plan
from app.domains.plans.tables import Plan
from app.infra.evidence import keep
from app.infra.house import House
from app.infra.unit_of_work import Work
from app.kernel.money import Money
from app.law.publication import PANEL_MATTERS
from tests.factories.assets import make_flat, make_holder, make_priority_holder, make_seizure
from tests.factories.cases import make_case, make_party, seat_panel
from tests.factories.courts import Bench

REASON = "标的物照片已在现场调查中逐处拍摄，数量足以反映现状"
SHOTS = ("门牌", "外立面", "入户门", "客厅", "主卧", "次卧", "厨房", "卫生间", "阳台", "水表", "电表", "小区环境")
AGREE = dict.fromkeys(PANEL_MATTERS, "agree")
PRICE = Money.yuan("1200000.00")
DELIVERY = assets.Delivery(
    Occupancy.DEBTOR_FAMILY,
    "被执行人本人及配偶居住",
    Deliverability.COURT_VACATES,
    "",
    VacatingDuty.COURT,
    DeliveryFacts(registrable="yes", loan="yes", sources="南沙登记部 2026-03-20 查询；南沙支行 2026-03-21 答复"),
)


def make_priced_flat(house: House, bench: Bench, serial: int = 1422, *, photos: int = 12) -> Asset:
    """海语湾花园3栋1204房 of 执1422: seized, surveyed with photos, with a reference price and a panel."""
    with house.work(bench["clerk"]) as w:
        case = make_case(w, bench, serial)
        make_party(w, case.id)
        seat_panel(w, bench, case.id)
        flat = make_flat(w, case.id)
        make_holder(w, flat, "林绍恒")
        make_seizure(w, flat, kind=Measure.SEAL, starts_on=date(2026, 2, 10), registry_office="广州市不动产登记中心南沙登记部")
        make_priority_holder(w, flat)
        told = [_photo(w, house, shot) for shot in SHOTS[:photos]]
        assets.take_survey(w, flat.id, _survey(told))
        assets.set_delivery(w, flat.id, DELIVERY, version=flat.version)
        choose_site(w, case.id)
        assets.set_reference_price(w, flat.id, PRICE, "online_inquiry", date(2026, 9, 30))
        return flat


def make_plan(house: House, bench: Bench, serial: int = 1422, *, photos: int = 12) -> Plan:
    """A drafted plan that breaks no rule."""
    flat = make_priced_flat(house, bench, serial, photos=photos)
    with house.work(bench["clerk"]) as w:
        return drafting.draft_plan(w, flat.id)


def choose_site(w: Work, case_id: str, site: str = "taobao") -> None:
    """Every applicant of the case chose this site."""
    for name in applicants_of(w, case_id):
        record_choice(w, case_id, ChooseSite(name, site, "平台选择确认书", w.today))


def submit(house: House, bench: Bench, plan_id: str) -> Plan:
    """Reasons for all warnings, then to the panel."""
    with house.work(bench["clerk"]) as w:
        for found in service.check(w, get_plan(w, plan_id)).warnings:
            service.give_reason(w, plan_id, found.rule, found.field, REASON)
        return service.submit(w, plan_id)


def panel_approval(house: House, bench: Bench, plan_id: str, kind: str = "plan_panel") -> str:
    """The newest question of a kind about a plan."""
    with house.reading(bench["clerk"]) as r:
        return [each for each in list_of_subject(r, "plan", plan_id) if each.kind == kind][-1].id


def vote_all(house: House, bench: Bench, plan_id: str, opinions: dict[str, str] | None = None) -> None:
    """All three seats vote, alike."""
    approval_id = panel_approval(house, bench, plan_id)
    for login in ("panel1", "panel2", "judge"):
        with house.work(bench[login]) as w:
            digest = get_plan(w, plan_id).digest or ""
            approvals.cast_vote(w, approval_id, opinions or AGREE, digest=digest)


def freeze(house: House, bench: Bench, plan_id: str) -> Plan:
    """Submitted, voted, signed."""
    submit(house, bench, plan_id)
    vote_all(house, bench, plan_id)
    approval_id = panel_approval(house, bench, plan_id, "plan_signature")
    with house.work(bench["judge"]) as w:
        approvals.decide(w, approval_id, approvals.Verdict.AGREE, digest=get_plan(w, plan_id).digest or "")
    with house.reading(bench["clerk"]) as r:
        return get_plan(r, plan_id)


def _photo(w: Work, house: House, shot: str) -> dict[str, str]:
    picture = Image.new("RGB", (640, 480), (196 + len(shot) * 7, 205, 214))
    ImageDraw.Draw(picture).rectangle((60 + len(shot) * 40, 90, 420, 400), outline=(90, 100, 120), width=4)
    ImageDraw.Draw(picture).line((0, 400 + SHOTS.index(shot), 640, 400 - SHOTS.index(shot) * 9), fill=(60, 70, 90), width=3)
    packed = BytesIO()
    picture.save(packed, "JPEG")
    kept = keep(w.session, house.evidence, packed.getvalue(), name=f"{shot}.jpg", media_type="image/jpeg", source="survey", now=w.now)
    return {"id": kept.id, "shot": shot, "caption": shot, "digest": kept.digest, "shown_digest": kept.digest, "badge": "place_agrees"}


def _survey(photos: list[dict[str, str]]) -> dict[str, object]:
    return {
        "occupancy": Occupancy.DEBTOR_FAMILY.value,
        "occupancy_note": "被执行人本人及配偶居住",
        "defects": [{"part": "客厅", "text": "外墙侧渗水痕迹约 0.5 平方米"}],
        "arrears": [{"kind": "物业费", "amount": "12480.00", "until_on": "2026-03-31", "holder": "南沙海语湾物业服务中心"}],
        "tax_items": [{"name": "增值税及附加", "bearer": "被执行人"}, {"name": "契税", "bearer": "买受人"}],
        "photos": photos,
        "deliverability": Deliverability.COURT_VACATES.value,
        "vacating_duty": VacatingDuty.COURT.value,
    }
