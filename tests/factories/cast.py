"""The whole cast with one thing of every kind in two courts and two agencies, for the matrix of routes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.demonstration.cast import CAST, load_cast
from app.domains.accounts.queries import actor_by_login
from app.domains.accounts.service import OpenAccount, open_account
from app.domains.agencies.tables import Agency
from app.domains.approvals.tables import Approval
from app.domains.audit.service import record
from app.domains.cases.service import compose_panel
from app.domains.cases.tables import Case, Party
from app.domains.courts.queries import find_court_by_code
from app.domains.deadlines.service import Start, start
from app.domains.documents.tables import Document
from app.domains.handovers.tables import Handover
from app.domains.plans.tables import Plan
from app.domains.rounds.tables import Difference, Halt, Round
from app.domains.settlements.tables import Settlement
from app.domains.tasks.service import GiveTask, give_task
from app.domains.valuations.tables import Appraisal, PriceObjection, PriceReport, ReportDelivery, Valuation
from app.infra.house import House
from app.infra.unit_of_work import Work, for_house
from app.kernel.actor import Actor, Role
from app.kernel.money import Money
from tests.factories.assets import make_asset, make_seizure
from tests.factories.cases import details_of, make_case, make_party
from tests.factories.courts import Bench
from tests.factories.dealings import OF_AGENCY, enter_dealings
from tests.factories.keeping import KEPT_BY_AGENCY, enter_keeping
from tests.factories.titles import title_rows
from tests.factories.vacating import vacating_rows

MISSING = "0" * 32
DIGEST = "ab" * 32
LOGINS = tuple(member.login for member in CAST)
NEIGHBOURS = (("clerk_b", "白知遥", Role.CLERK), ("judge_b", "凌伯渊", Role.JUDGE))
Ids = dict[str, str]


@dataclass(frozen=True)
class Stand:
    """Actors by login; ids by the name of a route's argument: Nansha's things, Panyu's, and the task of the second agency."""

    people: dict[str, Actor]
    own: Ids
    foreign: Ids
    other_task: str

    def foreign_to(self, login: str, argument: str) -> str:
        """Something of that kind that the login must not see."""
        if argument in OF_AGENCY | KEPT_BY_AGENCY and login in ("agency2", "worker2"):
            return self.own[argument]
        if argument == "task_id" and self.people[login].agency_id:
            return self.own["task_id"] if login in ("agency2", "worker2") else self.other_task
        return self.foreign[argument]


def found_cast(house: House) -> Stand:
    """Load the demonstration's nineteen people and two neighbours, and enter everything in both courts."""
    load_cast(house)
    with house.work() as w:
        panyu = find_court_by_code(w.session, "粤0113")
        for login, name, role in NEIGHBOURS:
            order = OpenAccount(login, name, house.settings.demo_password, role, court_id=panyu.id if panyu else None, demo=True)
            open_account(w, order, cost="test")
    with house.reading() as r:
        people = {login: actor_by_login(r.session, login) for login in (*LOGINS, "clerk_b", "judge_b")}
        agencies = {row.uscc: row.id for row in r.session.scalars(select(Agency))}
    ours = Bench(people["clerk"].court_id or "", people["clerk_b"].court_id or "", people)
    theirs = Bench(ours.other_court_id, ours.court_id, {**people, "clerk": people["clerk_b"], "judge": people["judge_b"]})
    first, second = people["agency"].agency_id or "", people["agency2"].agency_id or ""
    own = _enter(house, ours, "（2026）粤0115执1422号", "广州市南沙区人民法院")
    foreign = _enter(house, theirs, "（2026）粤0113执977号", "广州市番禺区人民法院")
    own |= enter_dealings(house, ours, own, first, people["clerk"], people["worker"])
    foreign |= enter_dealings(house, theirs, foreign, second, people["clerk_b"], people["worker2"])
    own |= enter_keeping(house, people["clerk"], own, first, people["worker"])
    foreign |= enter_keeping(house, people["clerk_b"], foreign, None, people["clerk_b"])
    own["task_id"] = _give(house, people["clerk"], own["asset_id"], first)
    other_task = _give(house, people["clerk"], own["asset_id"], second)
    own["agency_id"] = foreign["agency_id"] = agencies["91440115MAYYA1P653"]
    foreign["task_id"] = MISSING
    return Stand(people, own, foreign, other_task)


def _enter(house: House, bench: Bench, number: str, court_name: str) -> Ids:
    with house.work(bench["clerk"]) as w:
        details = details_of(bench, number=number, basis_court=court_name)
        case = make_case(w, bench, **{name: getattr(details, name) for name in ("number", "basis_court")})
        asset = make_asset(w, case.id)
        seizure = make_seizure(w, asset, court_name=court_name, case_number=number)
        ids = {"case_id": case.id, "asset_id": asset.id, "seizure_id": seizure.id}
        ids["party_id"] = w.session.scalars(for_house(select(Party.id).where(Party.case_id == case.id))).first() or MISSING
        ids |= _rows(w, bench, case, asset.id, asset.title)
        ids |= _price_rows(w, case, ids)
        record(w, "stand.entered", "case", case.id, "测试数据", case_id=case.id)
    if "panel1" in bench.people and bench["judge"].court_id == bench["panel1"].court_id:
        with house.work(bench["judge"]) as w:
            compose_panel(w, case.id, presiding=bench["judge"].id, members=(bench["panel1"].id, bench["panel2"].id))
    return ids


def _price_rows(w: Work, case: Case, ids: Ids) -> Ids:
    """A sending of reports to a party of its own, and its objection."""
    party = make_party(w, case.id)
    about: dict[str, Any] = {"court_id": case.court_id, "case_id": case.id, "valuation_id": ids["valuation_id"], "party_id": party.id, "party_name": "林绍恒"}
    sending = ReportDelivery(**about, way="mail", sent_on=w.today, sent_by=w.actor.id)
    objection = PriceObjection(**about, target="appraisal", body="面积有误", filed_on=w.today, rule="RP-26", state="open")
    w.session.add_all([sending, objection])
    w.flush()
    return {"delivery_id": sending.id, "objection_id": objection.id}


def _rows(w: Work, bench: Bench, case: Case, asset_id: str, title: str) -> Ids:
    """A row of everything that hangs on an asset, at one moment of its life or another."""
    of: dict[str, Any] = {"court_id": bench.court_id, "case_id": case.id, "asset_id": asset_id}
    about: dict[str, Any] = {"court_id": bench.court_id, "case_id": case.id}
    clerk, yuan = bench["clerk"].id, Money.yuan
    plan = Plan(**of, round_no=1, title=title, terms={}, drafted_by=clerk, saved_at=w.now)
    price = Valuation(**of, method="agreement", title=title, order_no=f"议价-{case.number}", started_at=w.now)
    w.session.add_all([plan, price])
    w.flush()
    lot = Round(
        **of,
        plan_id=plan.id,
        plan_digest=DIGEST,
        title=title,
        case_no=case.number,
        site="taobao",
        round_no=1,
        status="live",
        start_price=yuan("76000"),
        deposit=yuan("7600"),
        increment=yuan("500"),
        reference_price=yuan("108000"),
        opens_at=w.now - timedelta(hours=2),
        scheduled_end_at=w.now + timedelta(hours=22),
        ends_at=w.now + timedelta(hours=22),
        balance_days=10,
        open_differences=1,
    )
    report = PriceReport(**about, valuation_id=price.id, platform="tb", platform_title="平台", due_on=w.today, evidence=[])
    appraiser = Appraisal(**about, valuation_id=price.id, place=1, uscc="91440101MAYYA01P1X", name="评估机构")
    w.session.add_all([lot, report, appraiser])
    w.flush()
    difference = Difference(**about, round_id=lot.id, field="保证金", approved="7600.00", shown="760.00", found_at=w.now, last_seen_at=w.now)
    halt = Halt(**about, round_id=lot.id, kind="suspend", ground="objection", reason="案外人提出异议", status="proposed", proposed_by=clerk, proposed_at=w.now)
    account = Settlement(
        **of,
        round_id=lot.id,
        title=title,
        winner_code="A1024",
        price=yuan("95000"),
        deposit=yuan("7600"),
        balance=yuan("87400"),
        paid=yuan("0"),
        due_on=w.today,
        sold_at=w.now,
    )
    w.session.add_all([difference, halt, account])
    w.flush()
    thread = Handover(**of, settlement_id=account.id, title=title, place="广州市南沙区万环东路5号", buyer_name="汪承泽", due_on=w.today)
    w.session.add(thread)
    w.flush()
    question = Approval(
        **about,
        kind="vacating_notice",
        subject_kind="handover",
        subject_id=thread.id,
        digest=DIGEST,
        title=title,
        question="是否签发公告",
        asked_by=clerk,
        asked_at=w.now,
        due_at=w.now,
    )
    paper = Document(
        **of,
        subject_kind="settlement",
        subject_id=account.id,
        code="balance_reminder",
        title="余款催缴通知",
        case_number=case.number,
        status="draft",
        made_at=w.now,
    )
    w.session.add_all([question, paper])
    clock = start(w, "balance", Start(case.id, bench.court_id, "settlement", account.id, w.today, length=10, asset_id=asset_id, holder_id=clerk))
    w.flush()
    return (
        {
            "plan_id": plan.id,
            "valuation_id": price.id,
            "report_id": report.id,
            "appraisal_id": appraiser.id,
            "round_id": lot.id,
            "difference_id": difference.id,
            "halt_id": halt.id,
            "settlement_id": account.id,
            "handover_id": thread.id,
            "approval_id": question.id,
            "deadline_id": clock.id,
            "document_id": paper.id,
        }
        | vacating_rows(w, of, thread.id)
        | title_rows(w, of, account.id, lot.id)
    )


def _give(house: House, clerk: Actor, asset_id: str, agency_id: str) -> str:
    with house.work(clerk) as w:
        return give_task(w, GiveTask(asset_id, "survey_equipment", agency_id, w.now + timedelta(days=5), why="查明现状和数量")).id
