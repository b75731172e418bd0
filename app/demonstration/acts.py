"""What the cast does, act by act, through the real services. Each act takes the stage and a lot; what an act learns is kept in the lot's memo."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import httpx
from sqlalchemy import select

from app.demonstration.drawing import drawn_signature
from app.demonstration.lots import CASES, LotData
from app.demonstration.stage import Stage
from app.domains.accounts.queries import find_person
from app.domains.agencies.tables import Agency
from app.domains.approvals import service as approvals
from app.domains.approvals.queries import list_waiting
from app.domains.approvals.rules import AGREES, Verdict
from app.domains.assets import rights
from app.domains.assets import service as assets
from app.domains.assets.deliverability import DeliveryFacts
from app.domains.assets.queries import get_asset
from app.domains.assets.tables import Asset
from app.domains.assets.types import Deliverability, Measure, VacatingDuty
from app.domains.cases import parties as case_parties
from app.domains.cases import service as cases
from app.domains.cases.tables import Case
from app.domains.cases.types import CaseKind
from app.domains.courts.queries import get_court
from app.domains.plans import drafting
from app.domains.plans import service as plans
from app.domains.plans.choosing import ChooseSite, applicants_of, record_choice
from app.domains.plans.queries import get_plan
from app.domains.plans.subjects import notices_of
from app.domains.plans.tables import Plan
from app.domains.plans.types import Terms
from app.domains.tasks import service as tasks
from app.domains.tasks.queries import get_task
from app.domains.tasks.recordings import SIGNATURE, SendFile, add_signature
from app.domains.tasks.sample_answers import PLANT, machine_answers, machine_photos
from app.domains.tasks.sample_photos import make_photo
from app.domains.valuations import inquiry
from app.domains.valuations import service as valuations
from app.domains.valuations.delivery import Sending, recipients, send_reports
from app.domains.valuations.order_rules import Skipped
from app.domains.valuations.queries import list_reports
from app.domains.valuations.tables import Valuation
from app.domains.valuations.types import Way
from app.infra.unit_of_work import Work, for_house
from app.kernel.ids import digest_of
from app.kernel.money import Money
from app.law.publication import PANEL_MATTERS

REASON = "经合议庭评议，结合标的物现状和处置周期，认为可行"


@dataclass
class Playing:
    """A lot on the stage with what was learnt so far (ids)."""

    lot: LotData
    memo: dict[str, Any] = field(default_factory=dict)


def open_case(stage: Stage, key: str) -> str:
    """Enter the case, its parties and its panel; once."""
    data = CASES[key]
    with stage.reading() as r:
        known = r.session.scalar(for_house(select(Case.id).where(Case.number == data.number)))
    if known is not None:
        return known
    with stage.work("clerk") as w:
        judge, clerk = find_person(w.session, "judge"), find_person(w.session, "clerk")
        court = get_court(w.session, w.actor.court_id or "")
        details = cases.CaseDetails(
            data.number, data.filed_on, data.cause, data.basis_no, "民事判决书", court.name, data.effective_on, data.claim,
            CaseKind.RESUMED if "执恢" in data.number else CaseKind.FIRST, data.stage, judge.id if judge else "", clerk.id if clerk else None,
        )  # fmt: skip
        case = cases.open_case(w, details)
        for party in data.parties:
            case_parties.add_party(
                w,
                case.id,
                case_parties.PartyDetails(
                    party.role, party.kind, party.name, party.id_kind, party.id_no, party.address, phone=party.phone, legal_rep=party.legal_rep
                ),
            )
    with stage.work("judge") as w:
        people = {login: find_person(w.session, login) for login in ("judge", "panel1", "panel2")}
        ids = {login: person.id for login, person in people.items() if person}
        cases.compose_panel(w, case.id, presiding=ids["judge"], members=(ids["panel1"], ids["panel2"]))
    return case.id


def enter_asset(stage: Stage, playing: Playing) -> None:
    """Enter the asset with owner, burden, defects and the first seizure."""
    lot, case_id = playing.lot, open_case(stage, playing.lot.case)
    with stage.work("clerk") as w:
        asset = assets.enter_asset(
            w,
            case_id,
            assets.AssetDetails(
                lot.asset_code,
                lot.kind,
                lot.subkind,
                lot.title,
                lot.place,
                lot.occupancy,
                cert_no=lot.cert_no,
                area=lot.area,
                quantity=lot.quantity,
                occupancy_note=lot.occupancy_note,
            ),
        )
        if lot.owner:
            rights.add_holder(w, asset.id, rights.HolderDetails(lot.owner, "单独所有"))
        if lot.burden:
            kind, holder, amount = lot.burden
            rights.add_burden(w, asset.id, rights.BurdenDetails(kind, holder, amount))
        if lot.defects:
            assets.set_defects(w, asset.id, lot.defects, version=asset.version)
        court = get_court(w.session, asset.court_id)
        case = CASES[lot.case]
        paper = case.basis_no if lot.measure is Measure.PRESERVATION else case.number
        rights.enter_seizure(w, asset.id, rights.SeizureDetails(lot.measure, 1, court.name, case.number, lot.seized_on, lot.expires_on, paper))
        playing.memo["asset"] = asset.id
    playing.memo["case"] = case_id


def give_survey(stage: Stage, playing: Playing, agency: str = "广州安衡司法辅助服务有限公司", days: int = 7) -> None:
    """The clerk gives the survey to an agency."""
    with stage.work("clerk") as w:
        agency_id = w.session.scalar(for_house(select(Agency.id).where(Agency.name == agency))) or ""
        kind = {"equity": "survey_equity", "house": "survey_real_estate", "vehicle": "survey_vehicle", "land": "survey_land"}.get(
            _law_class(w, playing), "survey_equipment"
        )
        order = tasks.GiveTask(
            playing.memo["asset"],
            kind,
            agency_id,
            w.now + timedelta(days=days),
            why="查明现状和数量，拟定处置方案",
            place=PLANT,
            officer="雷振屿",
            officer_phone="020-39050012",
        )
        playing.memo["task"] = tasks.give_task(w, order).id


def take_survey(stage: Stage, playing: Playing) -> None:
    """The agency takes it on and names its worker."""
    with stage.work("agency") as w:
        worker = find_person(w.session, "worker")
        tasks.take_task(w, playing.memo["task"], worker.id if worker else None, declared=True)


def fill_survey(stage: Stage, playing: Playing) -> None:
    """The worker photographs and fills in the form, then hands back."""
    began = stage.house.clock.now() - timedelta(hours=3)
    playing.memo["began"] = began
    with stage.work("worker") as w:
        tasks.save_draft(w, playing.memo["task"], machine_answers(began))
    for number, (shot, sample) in enumerate(machine_photos(began)):
        content = make_photo(sample)
        with stage.work("worker") as w:
            photo = tasks.SendPhoto(
                content, shot, f"phone-{playing.lot.code}-{number:03d}", f"{number:03d}.jpg", sample.caption, digest_of(content), sample.taken_at
            )
            tasks.add_photo(w, stage.house.evidence, playing.memo["task"], photo)
    sign_survey(stage, playing)
    with stage.work("worker") as w:
        tasks.hand_back(w, playing.memo["task"])


def sign_survey(stage: Stage, playing: Playing) -> None:
    """The worker signs what was found, on the phone."""
    with stage.work("worker") as w, NamedTemporaryFile(suffix=".png") as file:
        task, drawn = get_task(w, playing.memo["task"]), drawn_signature(w.actor.name)
        file.write(drawn)
        file.flush()
        words = f"任务编号 {task.number}。签名人确认本页内容与现场情况一致。签名人：{w.actor.name}"
        sm3 = hashlib.new("sm3", drawn).hexdigest()
        sent = SendFile(Path(file.name), SIGNATURE, f"sign-{playing.lot.code}", "", w.actor.name, digest_of(drawn), sm3, words=words)
        add_signature(w, stage.house.evidence, task, sent)


def return_survey(stage: Stage, playing: Playing) -> None:
    """The clerk sends it back once, with a reason per field."""
    with stage.work("clerk") as w:
        tasks.return_task(w, playing.memo["task"], {"disassembly": "装车通道的净高没有写，买受人要据此安排车辆，请补充"})


def mend_survey(stage: Stage, playing: Playing) -> None:
    """The worker mends the field and hands back again."""
    with stage.work("worker") as w:
        tasks.save_draft(w, playing.memo["task"], {"disassembly": "厂门宽 4.2 米、净高 4.5 米，通道可行 5 吨叉车，无需吊车"})
    with stage.work("worker") as w:
        tasks.hand_back(w, playing.memo["task"])


def accept_survey(stage: Stage, playing: Playing) -> None:
    """The clerk accepts: the asset knows what was found."""
    with stage.work("clerk") as w:
        tasks.accept_task(w, playing.memo["task"])


def start_inquiry(stage: Stage, playing: Playing, stated: str) -> None:
    """Order reports from all listed platforms; earlier ways are passed over with their reasons."""
    skipped = (
        Skipped("agreement", "被执行人经通知未到场议价", "refused"),
        Skipped("directed_inquiry", "该类财产没有计税基准价、政府定价或者指导价", "no_official_price"),
    )
    with stage.work("clerk") as w:
        playing.memo["valuation"] = inquiry.start_inquiry(w, playing.memo["asset"], stated_value=Money.yuan(stated), skipped=skipped).id


def await_reports(stage: Stage, playing: Playing) -> None:
    """The reports come in over the line."""
    valuation_id = playing.memo["valuation"]

    def complete() -> bool:
        with stage.reading() as r:
            return all(report.value is not None for report in list_reports(r, [valuation_id]))

    stage.time.until(complete, "询价报告")


def settle_inquiry(stage: Stage, playing: Playing) -> None:
    """Fix the price: the mean of the reports on time; the parties get the reports."""
    with stage.work("clerk") as w:
        found = inquiry.settle_inquiry(w, playing.memo["valuation"])
        for party in recipients(w, found.case_id):
            send_reports(w, found.id, Sending(party.id, Way.DIRECT, w.today, w.today, ""))


def price_by_agreement(stage: Stage, playing: Playing) -> None:
    """Both sides' sealed figures are equal."""
    with stage.work("clerk") as w:
        valuation: Valuation = valuations.start_agreement(w, playing.memo["asset"])
    for side, name in (("applicant", "申请执行人"), ("debtor", "被执行人")):
        with stage.work("clerk") as w:
            valuations.enter_figure(w, valuation.id, side=side, name=name, value=playing.lot.reference)


def draft_plan(stage: Stage, playing: Playing) -> None:
    """The clerk drafts the plan with the story's figures and days."""
    lot = playing.lot
    changes: dict[str, Any] = {
        "start_price": lot.start, "deposit": lot.deposit, "increment": lot.increment, "announce_on": lot.announce_on, "opens_at": lot.opens_at,
        "senior_claims": lot.senior, "cost": lot.cost,
    }  # fmt: skip
    if lot.vacating:
        changes["vacating"] = lot.vacating
    settle_delivery(stage, playing)
    with stage.work("clerk") as w:
        for name in applicants_of(w, playing.memo["case"]):
            record_choice(w, playing.memo["case"], ChooseSite(name, lot.site, "平台选择确认书", w.today))
        plan = drafting.draft_plan(w, playing.memo["asset"])
        plans.save_draft(w, plan.id, changes)
        plans.recompose(w, plan.id)
    playing.memo["plan"] = plan.id


def settle_delivery(stage: Stage, playing: Playing) -> None:
    """What was found out for the delivery: the tenancy's days, title and loan; the one state follows."""
    lot, days = playing.lot, playing.lot.lease
    found = DeliveryFacts(
        lease_signed_on=days[0] if days else None,
        possessed_since=days[1] if days else None,
        registrable="yes",
        loan="yes",
        sources="登记机关查询结果；银行书面答复",
    )
    with stage.work("clerk") as w:
        asset = get_asset(w, playing.memo["asset"])
        note = lot.occupancy_note or asset.occupancy_note  # what the survey found stays
        order = assets.Delivery(lot.occupancy, note, Deliverability.PENDING, "", VacatingDuty.COURT, found)
        assets.set_delivery(w, asset.id, order, version=asset.version)


def submit_plan(stage: Stage, playing: Playing) -> None:
    """Reasons for each warning, then before the panel."""
    with stage.work("clerk") as w:
        plan = get_plan(w, playing.memo["plan"])
        for finding in plans.check(w, plan).warnings:
            plans.give_reason(w, plan.id, finding.rule, finding.field, REASON)
        plans.submit(w, plan.id)


def vote(stage: Stage, playing: Playing, login: str, **dissent: str) -> None:
    """A panel member votes on the five matters."""
    with stage.work(login) as w:
        approval = next(each for each in list_waiting(w, kinds=["plan_panel"]) if each.subject_id == playing.memo["plan"])
        approvals.cast_vote(w, approval.id, {**dict.fromkeys(PANEL_MATTERS, AGREES), **dissent}, digest=approval.digest)


def sign_plan(stage: Stage, playing: Playing) -> None:
    """The judge in charge signs exactly this content."""
    with stage.work("judge") as w:
        approval = next(each for each in list_waiting(w, kinds=["plan_signature"]) if each.subject_id == playing.memo["plan"])
        approvals.decide(w, approval.id, Verdict.AGREE, digest=approval.digest)


def tell_persons(stage: Stage, playing: Playing) -> None:
    """Everybody on the list is told before the announcement."""
    with stage.work("clerk") as w:
        for notice in notices_of(w, playing.memo["plan"]):
            plans.note_told(w, playing.memo["plan"], notice.id, "直接送达", w.today)


def terms_of(stage: Stage, playing: Playing) -> Terms:
    """The plan's terms as they stand."""
    with stage.reading() as r:
        plan = r.session.scalar(for_house(select(Plan).where(Plan.id == playing.memo["plan"])))
    return Terms.from_json(plan.terms if plan else {})


def post(stage: Stage, path: str, **body: Any) -> dict[str, Any]:
    """A form or JSON to the simulator's back office, as the clerk's browser would send it."""
    answer = httpx.post(f"{stage.simulator}{path}", timeout=30, trust_env=False, **body)
    if answer.status_code >= 400:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")
    told: dict[str, Any] = answer.json()
    return told


def _law_class(w: Work, playing: Playing) -> str:
    found = w.session.scalar(for_house(select(Asset.law_class).where(Asset.id == playing.memo["asset"])))
    return str(found)
