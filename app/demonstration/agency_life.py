"""The agencies' side of the story: who they declare, a draw with a decline and a second round, a complaint that is reviewed, a month that is billed."""

from __future__ import annotations

from datetime import date, timedelta

from app.demonstration.acts import Playing
from app.demonstration.stage import Stage, Step
from app.domains.accounts.queries import find_person
from app.domains.agencies import choices, declaring, fees, scores, service
from app.domains.agencies.declaring import DeclareInterest
from app.domains.agencies.interest import Subject
from app.domains.agencies.types import DeedKind, Relation, RosterKind, Way
from app.domains.assets.queries import house_asset
from app.domains.rounds.queries import house_round, list_of_asset
from app.domains.tasks import service as tasks
from app.domains.tasks.choosing import list_candidates, wanted_for
from app.domains.tasks.chosen import Chosen, give_chosen
from app.kernel.clock import at_shanghai
from app.steps.bidder_gate import check_on_lot

LAND = "survey_land"
DECLARED = (
    ("worker", DeclareInterest(Relation.SELF, "卢小帆", "440100199801220352", "19900000061")),
    ("worker", DeclareInterest(Relation.SIBLING, "卢小航", "440100199503160195", "19900000062", "广州市番禺区禺山西路21号2栋503")),
    ("worker", DeclareInterest(Relation.OTHER, "卢建国", "440100197003070012", "19900000063")),
    ("agency", DeclareInterest(Relation.SELF, "阮秉川", "440100197409180211", "19900000064")),
    ("agency2", DeclareInterest(Relation.SELF, "庄沛霖", "440100198003220011", "19900000065")),
    ("worker2", DeclareInterest(Relation.SELF, "游子墨", "440100199611080037", "19900000066")),
    ("judge", DeclareInterest(Relation.SPOUSE, "何书岚", "440100198209150020", "19900000067")),
)
"""Invented people; the numbers are in the block that is not issued."""


def agency_steps(land: Playing, machines: Playing) -> list[Step]:
    """Steps of both agencies, by day."""
    return [
        Step(at_shanghai(2026, 1, 20, 9), "worker", "申报本人和近亲属", _declare),
        Step(at_shanghai(2026, 3, 2, 15), "director", "出具 2 月月结单", _bill),
        Step(at_shanghai(2026, 3, 3, 10), "agency", "确认月结单", _confirm),
        Step(at_shanghai(2026, 3, 5, 16), "director", "结算月结单", _settle),
        Step(at_shanghai(2026, 3, 10, 9, 20), "clerk", "登记一件投诉", _complain),
        Step(at_shanghai(2026, 3, 11, 9), "agency2", "申请评分复核", _ask_review),
        Step(at_shanghai(2026, 3, 17, 10), "clerk", "核对报名人：承办人员的弟弟、堂亲", lambda stage: _check_bidders(stage, machines)),
        Step(at_shanghai(2026, 3, 30, 9, 10), "clerk", "公布种子摘要", lambda stage: _commit(stage, land)),
        Step(at_shanghai(2026, 3, 30, 9, 20), "clerk", "冻结名单、抽取并派出", lambda stage: _draw(stage, land)),
        Step(at_shanghai(2026, 3, 30, 11), "agency", "抽中的机构因利害关系拒接", lambda stage: _decline(stage, land)),
        Step(at_shanghai(2026, 3, 30, 14), "clerk", "从冻结的名单重抽并派出", lambda stage: _draw_again(stage, land)),
        Step(at_shanghai(2026, 4, 1, 17), "agency", "排班", _roster),
    ]


def _declare(stage: Stage) -> None:
    for login, order in DECLARED:
        with stage.work(login) as w:
            declaring.declare_interest(w, order)


def _bill(stage: Stage) -> None:
    with stage.work("director") as w:
        fees.make_statement(w, stage.actor("agency").agency_id or "", "2026-02")


def _confirm(stage: Stage) -> None:
    with stage.work("agency") as w:
        fees.answer_statement(w, fees.list_statements(w, w.actor.agency_id or "")[0].id)


def _settle(stage: Stage) -> None:
    with stage.work("director") as w:
        fees.settle_statement(w, fees.list_statements(w, stage.actor("agency").agency_id or "")[0].id, "国库集中支付，凭证 2026-0305-018")


def _complain(stage: Stage) -> None:
    with stage.work("clerk") as w:
        agency_id = stage.actor("agency2").agency_id or ""
        scores.note_by_hand(
            w, scores.NoteDeed(agency_id, w.actor.court_id or "", DeedKind.COMPLAINT, title="看样电话两次无人接听", note="竞买人来电反映，通话记录属实")
        )


def _ask_review(stage: Stage) -> None:
    with stage.work("agency2") as w:
        agency_id, court_id = w.actor.agency_id or "", stage.actor("clerk").court_id or ""
        deed = next(each for each in scores.list_deeds(w, agency_id, court_id) if each.kind == DeedKind.COMPLAINT.value)
        scores.ask_review(w, deed.id, "当日为线路检修，已在二十分钟内回电，附通话清单")


def _check_bidders(stage: Stage, machines: Playing) -> None:
    with stage.work("clerk") as w:
        lot = house_round(w, list_of_asset(w, machines.memo["asset"])[0].id)
        for subject in (Subject("卢小航", "440100199503160195"), Subject("卢建国", "440100197003070012")):
            check_on_lot(w, lot, subject, "")


def _commit(stage: Stage, land: Playing) -> None:
    with stage.work("clerk") as w:
        land.memo["draw"] = choices.commit_seed(w, wanted_for(LAND, house_asset(w, land.memo["asset"]))).id


def _draw(stage: Stage, land: Playing) -> None:
    with stage.work("clerk") as w:
        choices.freeze_and_draw(w, land.memo["draw"], list_candidates(w, LAND, house_asset(w, land.memo["asset"])))
    _give(stage, land)


def _decline(stage: Stage, land: Playing) -> None:
    """Whoever was drawn says no: that is the drawn agency's manager, whichever it is."""
    with stage.reading("clerk") as r:
        chosen = choices.get_choice(r, land.memo["draw"]).chosen_id
    login = "agency" if chosen == stage.actor("agency").agency_id else "agency2"
    with stage.work(login) as w:
        tasks.decline_task(w, land.memo["land_task"], "承办人员与占有人存在利害关系，依法回避")


def _draw_again(stage: Stage, land: Playing) -> None:
    with stage.work("clerk") as w:
        choices.draw_again(w, land.memo["draw"], "抽中机构因利害关系拒接")
    _give(stage, land)


def _give(stage: Stage, land: Playing) -> None:
    with stage.work("clerk") as w:
        chosen = choices.get_choice(w, land.memo["draw"]).chosen_id or ""
        due_at, note = w.now + timedelta(days=7), "核对四至、地上附着物和占用情况"
        order = tasks.GiveTask(land.memo["asset"], LAND, chosen, due_at, why="一并处置前查明土地四至和占用", note=note, officer="雷振屿")
        land.memo["land_task"] = give_chosen(w, order, Chosen(Way.DRAW, land.memo["draw"])).id


def _roster(stage: Stage) -> None:
    with stage.work("agency") as w:
        worker = find_person(w.session, "worker")
        for person_id, kind, from_on, until_on, note in (
            (w.actor.id, RosterKind.DUTY, date(2026, 4, 2), date(2026, 4, 3), "值班电话保持畅通"),
            (worker.id if worker else w.actor.id, RosterKind.ABSENCE, date(2026, 4, 5), date(2026, 4, 6), "清明请假"),
        ):
            service.enter_roster(w, service.EnterRoster(person_id, kind, from_on, until_on, note))
