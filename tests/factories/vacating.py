"""A sold flat with its thread of vacating, for tests: occupants, the order posted and expired, a plan that lacks nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.domains.approvals import service as approvals
from app.domains.approvals.rules import Verdict as Answer
from app.domains.approvals.tables import Approval
from app.domains.deadlines.tables import Deadline
from app.domains.documents.tables import Document
from app.domains.settlements.events import RulingServed
from app.domains.vacating.day_rules import Thing
from app.domains.vacating.day_tables import DayVideo, ForceDay, ForcePlan, Goods
from app.domains.vacating.occupants import OccupantEntry, enter_occupant
from app.domains.vacating.queries import find_of_handover
from app.domains.vacating.service import record_visit, take_notice
from app.domains.vacating.tables import Agreement, Hindrance, Measure, Occupant, Reentry, Referral, Term, Vacating
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.steps.vacating import open_for_sold
from tests.factories.assets import FLAT
from tests.factories.courts import Bench
from tests.factories.handovers import make_handover

SEIZED_ON = date(2025, 7, 2)
PHOTO = {"digest": "a" * 64, "shown": "b" * 64, "name": "a.jpg", "taken_at": None, "width": 1600, "height": 1200}
TIMES = {"arrive": "08:30", "witness": "08:40", "tell": "08:50", "unlock": "09:00", "inventory": "09:10", "sign": "11:30", "end": "12:00"}
POSTS = (
    ("command", "邵怀瑾", "court", ""),
    ("scene", "雷振屿", "court", ""),
    ("inventory", "温若琳", "court", ""),
    ("record", "苗可盈", "court", ""),
    ("carry", "卢小帆", "agency", "广州安衡司法辅助服务有限公司"),
    ("locksmith", "丘怀信", "other", "海湾开锁服务部"),
    ("witness", "麦秋实", "other", "海语湾社区居委会"),
    ("notary", "史静姝", "other", "广州市湾畔公证处"),
    ("medical", "祝安然", "other", "南沙社区卫生服务中心"),
    ("community", "甘露白", "other", "南沙区民政局"),
)


def make_vacating(w: Work, bench: Bench, serial: int = 1207) -> Vacating:
    """海语湾花园3栋1204房, sold to 陈启航; the ruling was served today and the thread is open."""
    thread = make_handover(w, bench, serial, details=FLAT)
    of = {"settlement_id": thread.settlement_id, "case_id": thread.case_id, "court_id": thread.court_id, "asset_id": thread.asset_id}
    fact = RulingServed(**of, served_on=w.today, buyer_name=thread.buyer_name, title=thread.title)
    open_for_sold(w, fact, thread)
    found = find_of_handover(w, thread.id)
    assert found is not None
    found.seized_on = SEIZED_ON
    w.flush()
    return found


def make_ordered(w: Work, bench: Bench) -> Vacating:
    """The family is entered and told, the president's order was posted eight days ago and expired yesterday."""
    thread = make_vacating(w, bench)
    enter_occupant(w, thread.id, OccupantEntry("debtor", "林绍恒", basis="登记权利人"))
    enter_occupant(w, thread.id, OccupantEntry("parent", "何月娥", cares=("aged",), care_note="78 岁，行动不便"))
    record_visit(w, thread.id, "tell", "执行人员、被执行人", "当面告知限期迁出，告知困难可以申报。")
    take_notice(w, thread.handover_id, w.today - timedelta(days=8), w.today - timedelta(days=1))
    return thread


def plan_content(day_at: str, **changes: Any) -> dict[str, Any]:
    """A plan as it is typed; it lacks nothing for an aged occupant."""
    posts = [dict(zip(("duty", "name", "unit_kind", "unit"), row, strict=True)) for row in POSTS]
    return {
        "day_at": day_at,
        "posts": posts,
        "risks": [{"risk": "老人突发疾病", "level": "high", "answer": "医护随行，送社区医院", "responsible": "雷振屿"}],
        "times": TIMES,
        "stop_conditions": "老人病情不适宜搬离\n现场有人以暴力相威胁",
        "assembly_place": "海语湾花园北门",
        "goods_route": "南沙物品保管仓 2 号库",
        "medical_plan": "救护车在楼下待命",
        "shelter_plan": "申请执行人提供临时住处六个月",
        "media_rule": "由本院统一答复",
        **changes,
    }


def a_thing(client_id: str, name: str = "双门冰箱", **changes: Any) -> Thing:
    """A thing that goes into custody under its seal."""
    plain: dict[str, Any] = {"sort": "goods", "room": "客厅", "handling": "sealed", "seal_no": f"V-{client_id}", "box_no": "1", "features": "银色"}
    return Thing(client_id=client_id, name=name, **plain | changes)


def vacating_rows(w: Work, of: dict[str, Any], handover_id: str) -> dict[str, str]:
    """A row of everything that hangs on a vacating, by the name of its argument in addresses."""
    about, by = {"court_id": of["court_id"], "case_id": of["case_id"]}, {"entered_by": w.actor.id}
    thread = Vacating(**of, handover_id=handover_id, title="海语湾花园3栋1204房", place="广州市南沙区海语湾路18号", disclosed={"leases": []})
    w.session.add(thread)
    w.flush()
    mine = about | {"vacating_id": thread.id}
    occupant = Occupant(**mine, **by, kind="debtor", label="林绍恒", verdict="leaves", rule="CP-01", words="应当腾退")
    agreement = Agreement(**mine, signed_on=w.today, party="林绍恒", terms="十日内迁出")
    act = Hindrance(**mine, **by, act_on=w.today, person="林绍恒", facts="拒不开门")
    day = ForceDay(**mine, plan_digest="0" * 64, started_at=w.now, started_by=w.actor.id)
    again = Reentry(**mine, happened_on=w.today, requested_by="陈启航", requested_on=w.today, facts="换锁进入")
    plan = ForcePlan(**mine, drafted_by=w.actor.id, saved_at=w.now)
    w.session.add_all([occupant, agreement, act, day, again, plan])
    w.flush()
    term = Term(**about, agreement_id=agreement.id, what="迁出", due_on=w.today)
    measure = Measure(**mine, hindrance_id=act.id, kind="detention", days=5, reason="拒不开门", digest="0" * 64, asked_by=w.actor.id)
    told = {"unit": "公安分局", "able_facts": "有房", "refusal_facts": "拒不迁出", "outcome": "不能交付", "made_on": w.today, "made_by": w.actor.id}
    letter = Referral(**mine, hindrance_id=act.id, rule="CR-02", **told)
    thing = Goods(**about, **by, day_id=day.id, no=1, client_id="1", sort="goods", room="客厅", name="木椅", handling="sealed", happened_at=w.now)
    film = DayVideo(
        **about, day_id=day.id, name="a.mp4", digest="a" * 64, shown_digest="", shown_size=0, media_type="video/mp4", size=1, uploaded_at=w.now,
        uploaded_by=w.actor.id,
    )  # fmt: skip
    w.session.add_all([term, measure, letter, thing, film])
    w.flush()
    rows = {"vacating_id": thread, "occupant_id": occupant, "agreement_id": agreement, "term_id": term, "hindrance_id": act, "measure_id": measure}
    rows |= {"referral_id": letter, "day_id": day, "goods_id": thing, "reentry_id": again, "video_id": film, "force_plan_id": plan}
    return {name: row.id for name, row in rows.items()}


def decide(house: House, bench: Bench, login: str, kind: str, verdict: Answer = Answer.AGREE, reason: str = "") -> None:
    """Somebody answers the one open question of a kind."""
    with house.work(bench[login]) as w:
        found = w.session.scalars(for_house(select(Approval).where(Approval.kind == kind, Approval.status == "open"))).one()
        approvals.decide(w, found.id, verdict, digest=found.digest, reason=reason)


def clocks(house: House, code: str) -> list[str]:
    """States of the periods of a kind."""
    with house.reading() as r:
        return sorted(r.session.scalars(for_house(select(Deadline.state).where(Deadline.code == code))))


def papers(house: House, code: str) -> list[Document]:
    """Papers of a kind."""
    with house.reading() as r:
        return list(r.session.scalars(for_house(select(Document).where(Document.code == code))))
