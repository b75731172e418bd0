"""Ways to a price in a house: the letter and its reply, more time and corrections, three appraisers in turn, re-issue, with their clocks, papers and fees."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domains.assets.queries import get_asset
from app.domains.deadlines.tables import Deadline
from app.domains.documents.tables import Document
from app.domains.valuations import appraisal, directed, drawing, fees, inquiry, service
from app.domains.valuations.appraisal_rules import Visit
from app.domains.valuations.order_rules import Course, Skipped
from app.domains.valuations.queries import find_choice, get_valuation, list_appraisals, list_reports
from app.domains.valuations.showing import show_price
from app.infra.house import House
from app.infra.unit_of_work import for_house
from app.kernel.clock import ManualClock, at_shanghai
from app.kernel.errors import Invalid, NotNow
from app.kernel.money import Money
from tests.factories.courts import Bench, found_bench
from tests.factories.valuations import BOTH_WANT, SIGNERS, appraised, commission, file_of, make_unpriced_flat, report, start_appraisal, start_inquiry

yuan = Money.yuan
LETTER = directed.Letter("国家税务总局广州市南沙区税务局", "tax_base", "请提供该房屋的计税基准价", date(2026, 4, 12))
VERIFY = Path(__file__).resolve().parents[2] / "docs" / "verify_draw.py"


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def flat_id(house: House, bench: Bench) -> str:
    return make_unpriced_flat(house, bench).id


def clocks(house: House, code: str) -> list[tuple[date, str]]:
    """(last day, state) of the periods of a kind, in order."""
    with house.reading() as r:
        rows = r.session.scalars(for_house(select(Deadline).where(Deadline.code == code).order_by(Deadline.id))).all()
        return [(each.due_on, each.state) for each in rows]


def papers(house: House, code: str) -> list[Document]:
    with house.reading() as r:
        return list(r.session.scalars(for_house(select(Document).where(Document.code == code).order_by(Document.id))))


def reply(on: date, value: str = "980000") -> directed.Reply:
    return directed.Reply(yuan(value), "穗税函18号", on, None, file_of("复函.pdf"))


def test_a_reply_in_time_is_the_price_and_its_letter_and_notice_are_made(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        found = directed.start_directed(w, flat_id, LETTER, Course((Skipped("agreement", "被执行人下落不明，公告三次", "missing"),)))
    assert clocks(house, "directed_reply") == [(date(2026, 4, 12), "running")]
    (letter,) = papers(house, "directed_inquiry_letter")
    assert letter.facts["agency_name"] == LETTER.agency
    assert letter.facts["price_basis"] == "计税基准价"
    clock.move_to(at_shanghai(2026, 4, 10, 9))
    with house.work(bench["clerk"]) as w:
        directed.take_reply(w, found.id, reply(date(2026, 4, 9)))
    with house.reading(bench["clerk"]) as r:
        asset = get_asset(r, flat_id)
        assert (asset.reference_price, asset.reference_method, asset.reference_valid_until) == (yuan("980000"), "directed_inquiry", date(2027, 4, 9))
        assert [each["digest"] for each in get_valuation(r, found.id).files] == [file_of().digest]
    assert clocks(house, "directed_reply") == [(date(2026, 4, 12), "met")]
    notices = papers(house, "reference_price_notice")
    assert notices
    assert all(each.facts["reports"][0]["number"] == "穗税函18号" for each in notices)
    assert clocks(house, "price_validity") == [(date(2027, 4, 9), "running")]


def test_a_late_reply_is_no_price_and_opens_the_network_inquiry(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    with house.work(bench["clerk"]) as w:
        found = directed.start_directed(w, flat_id, LETTER, BOTH_WANT)
    clock.move_to(at_shanghai(2026, 4, 14, 9))
    with house.work(bench["clerk"]) as w:
        assert directed.take_reply(w, found.id, reply(date(2026, 4, 13))).status == "failed"
    with house.reading(bench["clerk"]) as r:
        assert get_asset(r, flat_id).reference_price is None
    with house.work(bench["clerk"]) as w:
        inquiry.start_inquiry(w, flat_id, stated_value=yuan("1"), skipped=(Skipped("agreement", "双方未到场议价", "refused"),))


def test_all_late_with_one_that_asked_get_three_days_and_the_mean_is_of_who_kept_them(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found = start_inquiry(house, bench, flat_id)
    clock.move_to(at_shanghai(2026, 4, 7, 20))
    with house.reading() as r:
        by_code = {each.platform: each.id for each in list_reports(r, [found.id])}
    with house.work() as w:
        for code in ("jd", "icbc"):
            inquiry.note_more_time(w, by_code[code], w.now)
    with pytest.raises(NotNow, match="没有届满"), house.work(bench["clerk"]) as w:
        inquiry.grant_more_time(w, found.id)
    clock.move_to(at_shanghai(2026, 4, 9, 9))
    report(house, found.id, {"jd": "1000000", "taobao": "3000000"}, at_shanghai(2026, 4, 8, 15))
    with house.work(bench["clerk"]) as w:
        inquiry.grant_more_time(w, found.id)
    report(house, found.id, {"icbc": "1100000"}, at_shanghai(2026, 4, 9, 8))
    assert clocks(house, "price_more_time") == [(date(2026, 4, 10), "running")]
    with house.work(bench["clerk"]) as w:
        settled = inquiry.settle_inquiry(w, found.id)
        assert (settled.amount, sorted(settled.used)) == (yuan("1050000"), ["icbc", "jd"])
    assert clocks(house, "price_more_time")[0][1] == "ended"
    notice = papers(house, "reference_price_notice")[-1]
    assert "阿里拍卖大数据询价平台逾期出具，未计入" in notice.facts["computation"]


def test_all_wrong_are_corrected_in_three_days_and_only_then(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found = start_inquiry(house, bench, flat_id)
    report(house, found.id, {"taobao": "1000000", "jd": "1100000", "icbc": "1200000"})
    with house.reading() as r:
        ids = [each.id for each in list_reports(r, [found.id])]
    for number, report_id in enumerate(ids):
        with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
            inquiry.ask_corrections(w, found.id)
        with house.work(bench["clerk"]) as w:
            inquiry.note_error(w, found.id, report_id, kind="basics", note=f"面积应为 89.62 平方米（{number}）")
    with house.work(bench["clerk"]) as w:
        inquiry.ask_corrections(w, found.id)
    with house.reading() as r:
        again = list_reports(r, [found.id])
        assert {(each.value, each.issue, each.issue_kind, each.due_on) for each in again} == {(None, 2, "correction", date(2026, 4, 7))}
        assert inquiry.order_of(get_valuation(r, found.id), again[0]).number == f"{found.order_no}-2"
        assert sorted(each.earlier[0]["value"] for each in again) == [100000000, 110000000, 120000000]
    report(house, found.id, {"taobao": "900000", "jd": "900000", "icbc": "900000"}, at_shanghai(2026, 4, 2, 18))
    with house.work(bench["clerk"]) as w:
        assert inquiry.settle_inquiry(w, found.id).amount == yuan("900000")
    assert [state for _, state in clocks(house, "price_corrections")] == ["met"]


def test_a_missed_validity_is_mended_by_the_same_platforms(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found = start_inquiry(house, bench, flat_id)
    report(house, found.id, {"taobao": "1000000", "jd": "1000000", "icbc": "1000000"})
    with house.work(bench["clerk"]) as w:
        inquiry.settle_inquiry(w, found.id)
    with pytest.raises(NotNow, match="仍可使用"), house.work(bench["clerk"]) as w:
        inquiry.reissue(w, found.id)
    clock.move_to(at_shanghai(2026, 10, 12, 9))
    with house.reading(bench["clerk"]) as r:
        shown = show_price(r, flat_id).validity
        assert shown is not None
        assert (shown.alarm, shown.remedy) == ("参考价已于 9月30日 失效", "请平台 3 日内重新出具")
    with house.work(bench["clerk"]) as w:
        service.reissue_price(w, found.id)
    assert clocks(house, "price_reissue") == [(date(2026, 10, 15), "running")]


def test_three_are_drawn_in_an_order_that_strangers_recompute(house: House, bench: Bench, flat_id: str, tmp_path: Path) -> None:
    found = start_appraisal(house, bench, flat_id)
    with house.reading(bench["clerk"]) as r:
        choice, three = find_choice(r, found.id), list_appraisals(r, [found.id])
        assert choice is not None
        told = drawing.export_of(choice)
    assert [each.uscc for each in three] == [each["chosen"] for each in told["rounds"]]
    assert len({each.uscc for each in three}) == 3
    assert choice.seed not in json.dumps(told)
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    assert subprocess.run([sys.executable, str(VERIFY), str(path)], check=False, capture_output=True).returncode == 0
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        drawing.draw_three(w, found.id)
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        drawing.commit_seed(w, found.id, "再抽一次试试")


def test_the_parties_agree_on_three_of_the_list_only(house: House, bench: Bench, flat_id: str) -> None:
    with house.work(bench["clerk"]) as w:
        found = appraisal.start_appraisal(w, flat_id, BOTH_WANT)
    first, second, third = "91440101MAYYA03P3X", "91440101MAYYA01P1X", "91440101MAYYA02P2X"
    for wrong in ((first, second), (first, first, second), (first, second, "91440101MAYYA06P6X")):
        with pytest.raises(Invalid), house.work(bench["clerk"]) as w:
            drawing.agree_on_three(w, found.id, wrong, "2026-04-02 笔录")
    with house.work(bench["clerk"]) as w:
        drawing.agree_on_three(w, found.id, (first, second, third), "2026-04-02 笔录")
    with house.reading(bench["clerk"]) as r:
        assert [each.uscc for each in list_appraisals(r, [found.id])] == [first, second, third]


def test_an_appraisal_goes_its_whole_way_to_the_price(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found = start_appraisal(house, bench, flat_id)
    each = commission(house, bench, found.id)
    assert each.due_on == date(2026, 5, 6), "thirty days end in the holiday"
    assert clocks(house, "appraisal_report") == [(date(2026, 5, 6), "running")]
    (order,) = papers(house, "appraisal_order")
    assert (order.facts["order_in_three"], order.facts["choice_way"], order.facts["finish_by_on"]) == (1, "摇号", "2026-05-06")
    assert order.facts["materials"] == [{"name": "不动产登记簿查询结果", "copies": 1}, {"name": "标的物情况调查表", "copies": 2}]
    clock.move_to(at_shanghai(2026, 4, 20, 9))
    visit = Visit(at_shanghai(2026, 4, 10, 9), "书面通知双方", date(2026, 4, 7), "顾北辰", False, "居委会史静姝", SIGNERS)
    with house.work(bench["clerk"]) as w:
        appraisal.note_visit(w, each.id, visit)
        appraisal.extend(w, each.id, asked_on=date(2026, 4, 20), days=15, reason="设备清点未完")
    assert clocks(house, "appraisal_report")[-1] == (date(2026, 5, 18), "running"), "17 May is a Sunday"
    clock.move_to(at_shanghai(2026, 5, 18, 9))
    with house.work(bench["clerk"]) as w:
        appraisal.take_appraisal(w, each.id, appraised("3100000", date(2026, 5, 15)), file_of())
    with house.work(bench["clerk"]) as w:
        appraisal.ask_correction(w, each.id, kind="basics", note="面积写错，应为 89.62 平方米")
    clock.move_to(at_shanghai(2026, 5, 20, 9))
    with house.work(bench["clerk"]) as w:
        appraisal.take_appraisal(w, each.id, appraised("3000000", date(2026, 5, 19)), file_of())
        service.settle_price(w, found.id)
        fees.set_terms(w, found.id, fees.FeeTerms(None, 50, yuan("800"), "applicant"))
    with house.reading(bench["clerk"]) as r:
        asset, shown = get_asset(r, flat_id), show_price(r, flat_id)
        assert (asset.reference_price, asset.reference_method, asset.reference_valid_until) == (yuan("3000000"), "appraisal", date(2027, 5, 19))
        assert [(fee.amount, fee.rule) for fee in shown.fees] == [(yuan("800"), "RP-37")]
    with house.work() as w:
        fees.note_sale(w, flat_id, yuan("2800000"))
    with house.reading(bench["clerk"]) as r:
        assert show_price(r, flat_id).fees[0].amount == yuan("14000"), "0.5 % of the lower sale price"
    assert [state for _, state in clocks(house, "appraisal_correction")] == ["met"]


def test_who_is_late_gives_the_material_back_and_the_next_is_asked(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found = start_appraisal(house, bench, flat_id)
    first = commission(house, bench, found.id)
    clock.move_to(at_shanghai(2026, 5, 7, 9))
    with pytest.raises(NotNow, match="委托下一顺序"), house.work(bench["clerk"]) as w:
        appraisal.take_appraisal(w, first.id, appraised("1", date(2026, 5, 7)), file_of())
    with pytest.raises(NotNow), house.work(bench["clerk"]) as w:
        appraisal.commission(w, found.id, appraisal.Commission((("登记簿", 1),), "陆其昌", w.today, "x", "x", "x", "x", no_conflict=True))
    with house.work(bench["clerk"]) as w:
        following = appraisal.move_on(w, first.id, "逾期未出具报告且未申请延期")
        assert following is not None
        assert following.place == 2
    assert clocks(house, "return_material") == [(date(2026, 5, 11), "running")], "10 May is a Sunday"
    with house.work(bench["clerk"]) as w:
        appraisal.note_material_back(w, first.id, w.today)
    assert clocks(house, "return_material")[0][1] == "met"
    for _ in range(2):
        each = commission(house, bench, found.id, date(2026, 5, 7))
        with house.work(bench["clerk"]) as w:
            appraisal.move_on(w, each.id, "书面拒绝接受委托")
    with house.reading(bench["clerk"]) as r:
        assert get_valuation(r, found.id).status == "failed"
        assert [fee.amount for fee in show_price(r, flat_id).fees] == [Money(0)] * 3, "who was replaced is paid nothing"


def test_a_stay_does_not_count_and_a_withdrawal_opens_no_further_way(house: House, bench: Bench, flat_id: str, clock: ManualClock) -> None:
    found = start_appraisal(house, bench, flat_id)
    each = commission(house, bench, found.id)
    with house.work(bench["clerk"]) as w:
        service.pause(w, found.id, ground="case_stayed", note="执行异议审查")
    with pytest.raises(NotNow, match="暂缓"), house.work(bench["clerk"]) as w:
        appraisal.take_appraisal(w, each.id, appraised("1", w.today), file_of())
    clock.move_to(at_shanghai(2026, 4, 2, 12) + timedelta(days=10))
    with house.work(bench["clerk"]) as w:
        assert service.resume(w, found.id) == 10
    assert clocks(house, "appraisal_report")[-1] == (date(2026, 5, 18), "running"), "6 May and ten days, over a weekend"
    with house.work(bench["clerk"]) as w:
        service.withdraw(w, found.id, ground="fully_performed", note="已履行完毕")
    assert clocks(house, "appraisal_report")[-1][1] == "ended"


def test_the_fee_of_an_inquiry_goes_to_the_nearest_platform(house: House, bench: Bench, flat_id: str) -> None:
    found = start_inquiry(house, bench, flat_id)
    report(house, found.id, {"taobao": "1000000", "jd": "1100000", "icbc": "1200000"})
    with house.work(bench["clerk"]) as w:
        inquiry.settle_inquiry(w, found.id)
        fees.set_terms(w, found.id, fees.FeeTerms(yuan("301"), None, None, "applicant"))
    with house.work() as w:
        fees.note_sale(w, flat_id, yuan("1050000"))
    with house.reading(bench["clerk"]) as r:
        assert {row.payee[:2]: row.amount for row in show_price(r, flat_id).fees} == {"阿里": yuan("150.50"), "京东": yuan("150.50"), "工商": Money(0)}
