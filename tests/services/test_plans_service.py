"""Plans: texts follow figures, races are told, only a clean plan goes on, a frozen plan never changes, its package carries the evidence."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import update

from app.domains.approvals import service as approvals
from app.domains.approvals.rules import Verdict
from app.domains.courts.tables import Court
from app.domains.plans import drafting, service
from app.domains.plans.packaging import pack
from app.domains.plans.queries import get_plan, list_reasons, list_versions
from app.domains.plans.subjects import notices_of
from app.domains.plans.types import Terms, digest_of_plan
from app.infra.house import House
from app.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, NotNow
from app.kernel.money import Money
from app.law.publication import PANEL_MATTERS
from tests.evidence.samples import told_pdf
from tests.factories.assets import make_flat
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import freeze, make_plan, panel_approval, submit, vote_all

yuan = Money.yuan


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


def terms_of(house: House, bench: Bench, plan_id: str) -> Terms:
    with house.reading(bench["clerk"]) as r:
        return Terms.from_json(get_plan(r, plan_id).terms)


def save(house: House, bench: Bench, plan_id: str, seen: int | None = None, **changes: object) -> None:
    with house.work(bench["clerk"]) as w:
        service.save_draft(w, plan_id, changes, seen_version=seen)


def test_a_new_plan_is_lawful_and_carries_the_surveys_photos(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    terms = terms_of(house, bench, plan.id)
    assert terms.start_price == yuan("840000")
    assert len(terms.photos) == 12
    assert all(len(house.evidence.read(digest)) > 100 for digest in terms.photos)
    assert [(each.name, each.right) for each in terms.priority_holders] == [("黎卓然", "承租人")]
    with house.reading(bench["clerk"]) as r:
        assert service.check(r, get_plan(r, plan.id)).findings == ()


def test_without_a_reference_price_there_is_no_plan(house: House, bench: Bench) -> None:
    with house.work(bench["clerk"]) as w:
        flat = make_flat(w, make_case(w, bench).id)
    with pytest.raises(NotNow, match="参考价"), house.work(bench["clerk"]) as w:
        drafting.draft_plan(w, flat.id)


def test_a_second_plan_of_the_same_round_waits_until_the_first_is_discarded(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    with pytest.raises(NotNow, match="第一次拍卖已有"), house.work(bench["clerk"]) as w:
        drafting.draft_plan(w, plan.asset_id)
    with house.work(bench["clerk"]) as w:
        service.discard(w, plan.id, "申请执行人改选平台，重新拟定方案")
    with house.work(bench["clerk"]) as w:
        assert drafting.draft_plan(w, plan.asset_id).attempt == 2


def test_texts_that_nobody_edited_follow_the_figures(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    save(house, bench, plan.id, start_price=yuan("900000"))
    assert "900,000.00元" in terms_of(house, bench, plan.id).announcement


def test_an_edited_text_stays_and_the_check_tells_the_difference(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    save(house, bench, plan.id, announcement=terms_of(house, bench, plan.id).announcement + "\n补充：欢迎看样。")
    save(house, bench, plan.id, start_price=yuan("900000"))
    assert "840,000.00元" in terms_of(house, bench, plan.id).announcement
    with house.reading(bench["clerk"]) as r:
        assert [each.field for each in service.check(r, get_plan(r, plan.id)).findings] == ["announcement"]
    with house.work(bench["clerk"]) as w:
        service.recompose(w, plan.id)
    assert "900,000.00元" in terms_of(house, bench, plan.id).announcement


def test_who_saves_over_another_is_told_unless_both_say_the_same(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    save(house, bench, plan.id, seen=plan.version, increment=yuan("5000"))
    with pytest.raises(Conflict):
        save(house, bench, plan.id, seen=plan.version, increment=yuan("6000"))
    save(house, bench, plan.id, seen=plan.version, increment=yuan("5000"))
    assert terms_of(house, bench, plan.id).increment == yuan("5000")


def test_a_breach_keeps_a_plan_from_the_panel(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    save(house, bench, plan.id, start_price=yuan("820000"))
    with pytest.raises(Invalid, match="1 处违反"), house.work(bench["clerk"]) as w:
        service.submit(w, plan.id)


def test_a_warning_needs_a_written_reason_of_ten_characters(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench, photos=5)
    with pytest.raises(Invalid, match="1 处警示"), house.work(bench["clerk"]) as w:
        service.submit(w, plan.id)
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.give_reason(w, plan.id, "NA-12", "photos", "已足够")
    submit(house, bench, plan.id)
    with house.reading(bench["judge"]) as r:
        assert [each.rule for each in list_reasons(r, plan.id)] == ["NA-12"]


def test_the_judge_who_signs_does_not_submit(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    with pytest.raises(NotAllowed), house.work(bench["judge"]) as w:
        service.submit(w, plan.id)


def test_a_submitted_plan_is_not_edited_and_taking_it_back_needs_a_reason(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    submit(house, bench, plan.id)
    with pytest.raises(NotNow):
        save(house, bench, plan.id, increment=yuan("5000"))
    with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
        service.take_back(w, plan.id, " ")


def test_a_change_voids_votes_and_signature_and_the_new_version_is_voted_anew(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    submit(house, bench, plan.id)
    vote_all(house, bench, plan.id)
    signature = panel_approval(house, bench, plan.id, "plan_signature")
    with house.reading(bench["judge"]) as r:
        old = get_plan(r, plan.id).digest or ""
    with house.work(bench["clerk"]) as w:
        service.take_back(w, plan.id, "加价幅度写错")
    save(house, bench, plan.id, increment=yuan("5000"))
    with pytest.raises(Conflict), house.work(bench["judge"]) as w:
        approvals.decide(w, signature, Verdict.AGREE, digest=old)
    again = submit(house, bench, plan.id)
    assert again.version_no == 2
    assert again.digest not in (None, old)
    with house.reading(bench["clerk"]) as r:
        assert [each.digest for each in list_versions(r, plan.id)] == [old, again.digest]


def test_a_plan_is_not_taken_back_once_a_member_has_voted(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    submit(house, bench, plan.id)
    with house.reading(bench["judge"]) as r:
        digest = get_plan(r, plan.id).digest or ""
    with house.work(bench["panel1"]) as w:
        approvals.cast_vote(w, panel_approval(house, bench, plan.id), dict.fromkeys(PANEL_MATTERS, "agree"), digest=digest)
    with pytest.raises(Conflict, match=r"已于 .* 开始处理。请合议庭成员表决不同意"), house.work(bench["clerk"]) as w:
        service.take_back(w, plan.id, "加价幅度写错")
    with house.reading(bench["clerk"]) as r:
        assert get_plan(r, plan.id).digest == digest


def test_a_frozen_plan_is_exactly_what_was_signed_and_never_changes(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    frozen = freeze(house, bench, plan.id)
    assert (frozen.status, frozen.signed_by) == ("frozen", bench["judge"].id)
    assert frozen.digest == digest_of_plan(frozen.asset_id, Terms.from_json(frozen.terms))
    for act in (
        lambda w: service.save_draft(w, plan.id, {"increment": yuan("1")}),
        lambda w: service.take_back(w, plan.id, "再改"),
        lambda w: service.submit(w, plan.id),
    ):
        with pytest.raises((NotNow, Invalid)), house.work(bench["clerk"]) as w:
            act(w)


def test_the_package_carries_the_frozen_terms_and_the_evidence(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        pack(w, house.evidence, plan.id)
    with house.work(bench["clerk"]) as w:
        service.attach(w, plan.id, "询价报告.pdf", house.evidence.keep(told_pdf()))
    frozen = freeze(house, bench, plan.id)
    with house.work(bench["clerk"]) as w:
        packed = zipfile.ZipFile(BytesIO(pack(w, house.evidence, plan.id).content))
    told = json.loads(packed.read("terms.json"))
    assert (told["plan_digest"], told["starting_price"], told["our_reference"]) == (frozen.digest, "840000.00", plan.id)
    assert len(told["photos"]) == 12
    sent = packed.read(told["attachments"][0]["path"])
    assert (b"real person A" in told_pdf(), b"real person A" in sent, len(PdfReader(BytesIO(sent)).pages)) == (True, False, 1)


def test_a_package_without_what_the_site_demands_is_refused_by_name(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    freeze(house, bench, plan.id)
    with house.database.write() as session, session.begin():
        session.execute(update(Court).where(Court.id == bench.court_id).values(phone=""))
    with pytest.raises(NotNow, match="还缺：联系方式：由系统管理员登记法院电话"), house.work(bench["clerk"]) as w:
        pack(w, house.evidence, plan.id)


def test_everybody_on_the_list_is_told_and_not_in_the_future(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    with house.work(bench["clerk"]) as w:
        first, *rest = notices_of(w, plan.id)
        assert {first.name, *(each.name for each in rest)} >= {"林绍恒", "黎卓然"}
        service.note_told(w, plan.id, first.id, "直接送达", w.today)
    for way, days in (("口信", 0), ("直接送达", 1)):
        with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
            service.note_told(w, plan.id, rest[0].id, way, w.today.fromordinal(w.today.toordinal() + days))


def test_another_court_sees_no_plan(house: House, bench: Bench) -> None:
    plan = make_plan(house, bench)
    with pytest.raises(NotFound), house.reading(bench["clerk_b"]) as r:
        get_plan(r, plan.id)
