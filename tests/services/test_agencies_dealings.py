"""Score, fees and the end of an engagement, as they follow from the life of tasks."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.domains.agencies import ending, fees, papers, queries, scores, service
from app.domains.agencies.declaring import DeclareInterest, declare_interest
from app.domains.agencies.interest import Subject, Within, find_hits
from app.domains.agencies.papers import EnterPaper
from app.domains.agencies.score_rules import score_of
from app.domains.agencies.sheet import workbook_of
from app.domains.agencies.tables import InterestDeclaration, Statement
from app.domains.agencies.types import DeedKind, Gate, Relation, StatementState
from app.domains.messages.tables import Message
from app.domains.tasks import service as tasks
from app.domains.tasks.queries import get_task, house_task
from app.domains.tasks.tables import Task
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.ids import digest_of
from app.kernel.money import Money
from tests.factories.tasks import TaskField, found_field

PRICES = {"survey_equipment": Money.yuan("1800.00")}


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    found = found_field(house, clock)
    with house.work(found.bench["director"]) as w:
        for term in queries.list_engagements(w, agency_id=found.outside.anheng_id):
            term.prices = {kind: price.fen for kind, price in PRICES.items()}
        w.trailed = True
    return found


def accepted(field: TaskField) -> Task:
    task = field.handed_back()
    with field.house.work(field.bench["clerk"]) as w:
        return tasks.accept_task(w, task.id)


def deeds(field: TaskField, agency_id: str = "") -> list[tuple[str, int]]:
    """Kind and days late of an agency's deeds, first to last."""
    with field.house.reading(field.bench["clerk"]) as r:
        rows = scores.list_deeds(r, agency_id or field.outside.anheng_id, field.bench.court_id)
    return [(row.kind, row.days_late) for row in reversed(rows)]


def score(field: TaskField) -> int:
    with field.house.reading(field.bench["clerk"]) as r:
        return scores.scores_at(r, field.bench.court_id).of(field.outside.anheng_id).tenths


def test_deeds_follow_a_task_and_the_score_is_recomputed_from_them(field: TaskField) -> None:
    task = field.handed_back()
    with field.house.work(field.bench["clerk"]) as w:
        tasks.return_task(w, task.id, {"narrative": "写明数量"})
    field.hand_back(task)
    with field.house.work(field.bench["clerk"]) as w:
        tasks.accept_task(w, task.id)
    assert [kind for kind, _ in deeds(field)] == ["given", "on_time", "returned", "accepted"]
    with field.house.reading(field.outside["agency"]) as r:
        stored = scores.list_deeds(r, field.outside.anheng_id, field.bench.court_id)
        recomputed = score_of(map(scores.deed_of, stored), r.now)
    assert (recomputed.tenths, score(field)) == (900, 900)
    assert list(recomputed.taken.values()) == [100]


def test_late_by_begun_days_and_a_decline_for_an_interest_takes_nothing(field: TaskField) -> None:
    task = field.take(field.give())
    field.clock.advance(timedelta(days=6))
    field.fill(task)
    field.hand_back(task)
    assert deeds(field)[-1] == ("late", 2)
    for reason in ("承办人与被执行人系近亲属，依法回避", "人手不足"):
        offered = field.give()
        with field.house.work(field.outside["agency"]) as w:
            tasks.decline_task(w, offered.id, reason)
    with field.house.reading(field.bench["clerk"]) as r:
        declined = [row for row in scores.list_deeds(r, field.outside.anheng_id, field.bench.court_id) if row.kind == DeedKind.DECLINED.value]
    assert sorted(row.excused for row in declined) == [False, True]
    assert score(field) == (5 * 900 + 750 + 800) // 7


def test_a_complaint_is_the_courts_to_enter_and_the_agencys_to_have_reviewed_once(field: TaskField) -> None:
    order = scores.NoteDeed(field.outside.anheng_id, field.bench.court_id, DeedKind.COMPLAINT, title="向竞买人收取服务费", note="有转账记录")
    for wrong in (replace(order, note=" "), replace(order, kind=DeedKind.LATE)):
        with pytest.raises(Invalid), field.house.work(field.bench["clerk"]) as w:
            scores.note_by_hand(w, wrong)
    with pytest.raises(NotFound), field.house.work(field.bench["clerk_b"]) as w:
        scores.note_by_hand(w, order)
    with field.house.work(field.bench["clerk"]) as w:
        deed = scores.note_by_hand(w, order)
    assert score(field) == 867
    with pytest.raises(NotFound), field.house.work(field.outside["agency2"]) as w:
        scores.ask_review(w, deed.id, "不是我们")
    with field.house.work(field.outside["agency"]) as w:
        scores.ask_review(w, deed.id, "款项是保证金退还")
    with pytest.raises(NotNow), field.house.work(field.outside["agency"]) as w:
        scores.ask_review(w, deed.id, "再来一次")
    with pytest.raises(NotAllowed), field.house.work(field.bench["clerk"]) as w:
        scores.decide_review(w, deed.id, strike=True, reply="同意")
    with field.house.work(field.bench["director"]) as w:
        scores.decide_review(w, deed.id, strike=True, reply="核对流水，投诉不成立")
    assert score(field) == 900
    with field.house.reading() as r:
        told = set(r.session.scalars(select(Message.person_id).where(Message.title.contains("复核"))))
    assert told == {field.bench["director"].id, field.outside["agency"].id}


def made(field: TaskField) -> Statement:
    with field.house.work(field.bench["director"]) as w:
        return fees.make_statement(w, field.outside.anheng_id, "2026-04")


def test_a_month_is_billed_objected_to_mended_confirmed_and_settled(field: TaskField) -> None:
    accepted(field)
    statement = made(field)
    assert (statement.total, statement.state) == (Money.yuan("1800"), "sent")
    with field.house.work(field.outside["agency"]) as w:
        fees.answer_statement(w, statement.id, objection="夜间加班未计")
    with pytest.raises(NotNow), field.house.work(field.bench["director"]) as w:
        fees.settle_statement(w, statement.id, "转账")
    with field.house.work(field.bench["director"]) as w:
        fee = fees.list_fees(w, field.outside.anheng_id, statement_id=statement.id)[0]
        fees.set_fee(w, fee.id, Money.yuan("2000"), "夜间加班 200 元")
    with field.house.reading(field.outside["agency"]) as r:
        again = fees.get_statement(r, statement.id)
    assert (again.total, again.state, again.objection) == (Money.yuan("2000"), "sent", "")
    assert again.digest != statement.digest
    with field.house.work(field.outside["agency"]) as w:
        fees.answer_statement(w, statement.id)
    with pytest.raises(NotNow), field.house.work(field.bench["director"]) as w:
        fees.set_fee(w, fee.id, Money.yuan("1"), "改")
    with field.house.work(field.bench["director"]) as w:
        settled = fees.settle_statement(w, statement.id, "转账 凭证 0402")
    assert settled.state == StatementState.SETTLED.value
    sheet = load_workbook(io.BytesIO(workbook_of(settled, "安衡"))).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert (cells[4][3], cells[5][0], cells[5][3]) == (2000, "合计", 2000)
    with pytest.raises(NotNow):
        made(field)


def test_a_kind_without_a_price_waits_for_the_court(field: TaskField) -> None:
    with field.house.work(field.bench["director"]) as w:
        for term in queries.list_engagements(w, agency_id=field.outside.anheng_id):
            term.prices = {}
        w.trailed = True
    accepted(field)
    with pytest.raises(NotNow, match="待核定"):
        made(field)
    with field.house.work(field.bench["clerk"]) as w:
        fee = fees.list_fees(w, field.outside.anheng_id)[0]
        for amount, note in ((Money.yuan("-1"), "x"), (Money.yuan("1"), " ")):
            with pytest.raises(Invalid):
                fees.set_fee(w, fee.id, amount, note)
        fees.set_fee(w, fee.id, Money.yuan("1500"), "参照同类")
    assert made(field).total == Money.yuan("1500")


def test_nobody_else_reads_or_answers_a_statement(field: TaskField) -> None:
    accepted(field)
    statement = made(field)
    for actor in (field.outside["agency2"], field.bench["clerk_b"]):
        with pytest.raises(NotFound), field.house.reading(actor) as r:
            fees.get_statement(r, statement.id)
    with pytest.raises(NotAllowed), field.house.work(field.bench["director"]) as w:
        fees.answer_statement(w, statement.id)


STEPS = (ending.hand_over_tasks, ending.take_rights, ending.delete_data, ending.prove)


def ended(field: TaskField, upto: int = 4) -> str:
    with field.house.work(field.bench["director"]) as w:
        term = queries.list_engagements(w, agency_id=field.outside.anheng_id)[0]
        ending_id = ending.begin_ending(w, term.id, "合同期满不再续签").id
    for step in STEPS[:upto]:
        with field.house.work(field.bench["director"]) as w:
            step(w, ending_id)
    return ending_id


def test_an_engagement_ends_in_four_steps_with_a_proof_whose_digest_holds(field: TaskField) -> None:
    with field.house.work(field.outside["worker"]) as w:
        declare_interest(w, DeclareInterest(Relation.SIBLING, "卢小航", "440100199503160195", "19900000088"))
    done, open_ = accepted(field), field.take(field.give(contact="物业值班", contact_phone="020-80000900"))
    with field.house.work(field.outside["worker"]) as w:
        tasks.save_draft(w, open_.id, {"narrative": "厂房一层东侧，设备积尘"})
    ending_id = ended(field)
    with field.house.reading(field.bench["director"]) as r:
        found = ending.get_ending(r, ending_id)
        recalled = house_task(r, open_.id)
        numbers = {each["what"]: each["number"] for each in found.deleted}
    assert digest_of(found.proof) == found.proof_digest
    assert found.proof_no.endswith("删证1号")
    assert [each["number"] for each in found.tasks] == [open_.number]
    assert recalled.status == "recalled"
    assert (recalled.form, recalled.header["contact"], recalled.header["contact_phone"]) == ({}, "", "")
    assert (numbers["任务中的联系人和电话"], numbers["未验收的草稿"], numbers["已交回的成果版本"]) == (2, 1, 1)
    assert numbers["任务消息"] > 0
    assert found.rights["ended"] == ["worker 机构人员", "worker_too 机构人员"]
    for login in ("agency", "worker"):
        with pytest.raises(NotFound), field.house.reading(field.outside[login]) as r:
            get_task(r, done.id)
    with field.house.reading(field.outside["agency"]) as r:
        assert ending.get_proven(r, ending_id).proof_no == found.proof_no
    with pytest.raises(NotFound), field.house.reading(field.outside["agency2"]) as r:
        ending.get_ending(r, ending_id)


def test_names_of_relatives_go_but_the_bar_of_article_34_stays(field: TaskField) -> None:
    with field.house.work(field.outside["worker"]) as w:
        declare_interest(w, DeclareInterest(Relation.SIBLING, "卢小航", "440100199503160195"))
    ended(field, 3)
    with field.house.reading() as r:
        row = r.session.scalars(for_house(select(InterestDeclaration))).one()
        hits = find_hits(r, Within(frozenset({field.outside.anheng_id})), [Subject("卢小航", "440100199503160195")])
    assert (row.name, row.name_key, row.id_masked) == ("", "", "")
    assert [hit.gate for hit in hits] == [Gate.BLOCKED]


def test_papers_of_the_agencys_people_go_back_to_the_court(field: TaskField) -> None:
    end = field.clock.today() + timedelta(days=300)
    with field.house.work(field.outside["agency"]) as w:
        papers.enter_paper(w, field.outside.anheng_id, EnterPaper("营业执照", end))
        papers.enter_paper(w, field.outside.anheng_id, EnterPaper("执业证", end, number="粤执字20190033", person_id=field.outside["worker"].id))
    ending_id = ended(field)
    with field.house.reading(field.outside["agency"]) as r:
        assert [each.paper.title for each in papers.list_papers(r, field.outside.anheng_id)] == ["营业执照"]
        deleted = {each["what"]: each["number"] for each in ending.get_proven(r, ending_id).deleted}
    assert deleted["人员资质文件及扫描件"] == 1


def test_steps_are_taken_once_in_their_order_by_the_director(field: TaskField) -> None:
    ending_id = ended(field, 1)
    for step, words in ((ending.hand_over_tasks, "收回权限"), (ending.delete_data, "收回权限"), (ending.prove, "收回权限")):
        with pytest.raises(NotNow, match=words), field.house.work(field.bench["director"]) as w:
            step(w, ending_id)
    with pytest.raises(NotAllowed), field.house.work(field.bench["clerk"]) as w:
        ending.take_rights(w, ending_id)
    with pytest.raises(NotNow), field.house.work(field.bench["director"]) as w:
        ending.begin_ending(w, ending.get_ending(w, ending_id).engagement_id, "再结束一次")


def test_an_agency_that_another_court_still_engages_keeps_its_accounts(field: TaskField) -> None:
    with field.house.work() as w:
        term = queries.list_engagements(w, agency_id=field.outside.anheng_id)[0]
        service.engage(w, service.Engage(term.agency_id, field.bench.other_court_id, ("custody",), term.from_on, term.until_on))
    done = accepted(field)
    ending_id = ended(field)
    with field.house.reading(field.bench["director"]) as r:
        assert ending.get_ending(r, ending_id).rights["ended"] == []
    with pytest.raises(NotFound), field.house.reading(field.outside["agency"]) as r:
        get_task(r, done.id)
