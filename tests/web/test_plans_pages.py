"""Pages of plans: editor, autosave, fixes without script, conflict, compare, preview, package; a constant number of queries."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.domains.audit.service import record
from app.domains.cases.queries import panel_of
from app.domains.plans import service
from app.domains.plans.queries import get_plan
from app.domains.plans.tables import Plan
from app.domains.plans.types import Terms
from app.infra.house import House
from app.kernel.money import Money
from tests.evidence.samples import movie, told_pdf
from tests.factories.courts import Bench, found_bench
from tests.factories.plans import REASON, freeze, make_plan, make_priced_flat, submit
from tests.web.visiting import counted, signed_in

MOST_QUERIES = 40


@pytest.fixture
def bench(house: House) -> Bench:
    return found_bench(house)


@pytest.fixture
def plan(house: House, bench: Bench) -> Plan:
    return make_plan(house, bench)


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send for the editor's form."""
    form = page[page.index('id="plan-form"') : page.index("</form>", page.index('id="plan-form"'))]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        attrs = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "form" not in attrs and attrs.get("type") not in ("submit", "file", "checkbox") and "name" in attrs:
            found[attrs["name"]] = unescape(attrs.get("value", ""))
    for name, words in re.findall(r'<textarea\b[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = unescape(words).strip().replace("\n", "\r\n")
    for name, options in re.findall(r'<select\b[^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found |= {name: chosen.group(1)} if chosen else {}
    found.pop("photos_shown")
    return found


def terms_of(house: House, bench: Bench, plan_id: str) -> Terms:
    with house.reading(bench["clerk"]) as r:
        return Terms.from_json(get_plan(r, plan_id).terms)


def test_the_editor_shows_figures_check_and_axis(app: Flask, plan: Plan) -> None:
    page = signed_in(app, "clerk").get(f"/plans/{plan.id}").text
    for words in ("海语湾花园3栋1204房", "840,000.00", "实时核对", "没有违反", "劳动节", "一、平台与场次", "九、附件", "黎卓然"):
        assert words in page


def test_drafting_begins_on_the_assets_page_with_a_platform(app: Flask, house: House, bench: Bench) -> None:
    flat = make_priced_flat(house, bench)
    client = signed_in(app, "clerk")
    page = client.get(f"/plans/new?asset={flat.id}").text
    assert "申请执行人选定 2026-04-02（平台选择确认书）" in page
    answer = client.post("/plans", data={"asset_id": flat.id})
    assert answer.status_code == 303
    terms = terms_of(house, bench, answer.location.rsplit("/", 1)[1])
    assert (terms.site, terms.site_chosen_by, "平台选择确认书" in terms.site_basis) == ("taobao", "applicant", True)


def test_a_choice_is_recorded_with_its_source_and_only_for_an_applicant(app: Flask, house: House, bench: Bench) -> None:
    flat = make_priced_flat(house, bench)
    client = signed_in(app, "clerk")
    name = re.search(r'id="choice-name"[^>]*><option>([^<]+)<', client.get(f"/plans/new?asset={flat.id}").text)
    assert name
    typed = {"asset_id": flat.id, "name": name.group(1), "site": "jd", "source": "2026-04-01 谈话笔录", "chosen_on": "2026-04-01"}
    for wrong in ({"name": "路人"}, {"source": "x"}, {"chosen_on": "2026-04-03"}, {"site": "nowhere"}):
        assert client.post("/plans/site-choice", data=typed | wrong).status_code == 422
    assert client.post("/plans/site-choice", data=typed).status_code == 303
    answer = client.post("/plans", data={"asset_id": flat.id})
    assert terms_of(house, bench, answer.location.rsplit("/", 1)[1]).site == "jd"


def test_a_site_without_a_choice_is_the_courts_with_its_reason(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    with house.work(bench["clerk"]) as w:
        service.save_draft(w, plan.id, {"site": "jd"})
    client = signed_in(app, "clerk")
    assert "没有申请执行人选择该平台的记录" in client.get(f"/plans/{plan.id}").text
    with house.work(bench["clerk"]) as w:
        service.save_draft(w, plan.id, {"site_chosen_by": "court", "site_basis": "申请执行人选择不一致"})
    assert "法院不另行指定" in client.get(f"/plans/{plan.id}").text


def test_a_missing_panel_is_told_at_the_button_with_who_composes_it(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    with house.work() as w:
        for seat in panel_of(w, plan.case_id):
            w.session.delete(seat)
        record(w, "case.panel", "case", plan.case_id, "解散合议庭", case_id=plan.case_id)
    client = signed_in(app, "clerk")
    page = client.get(f"/plans/{plan.id}").text
    words = "合议庭还没有组成：由承办法官孔令舟或执行局局长组成"
    assert words in page
    refused = client.post(f"/plans/{plan.id}", data={**fields_of(page), "act": "submit"})
    assert (refused.status_code, words in refused.text, "起拍价（保留价）" in refused.text) == (422, True, True)


def test_what_another_changed_elsewhere_is_kept_and_handed_to_my_page(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    typed = fields_of(client.get(f"/plans/{plan.id}").text)
    with house.work(bench["judge"]) as w:
        service.save_draft(w, plan.id, {"balance_days": 15})
    answer = client.post(f"/plans/{plan.id}/draft", data={**typed, "increment": "5000"})
    assert answer.status_code == 200
    assert 'data-take="balance_days" data-value="15"' in answer.text
    kept = terms_of(house, bench, plan.id)
    assert (kept.balance_days, kept.increment) == (15, Money.yuan("5000"))


def test_two_edits_of_one_text_in_different_lines_are_offered_together(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    typed = fields_of(client.get(f"/plans/{plan.id}").text)
    first, last = typed["instructions"].splitlines()[0], typed["instructions"].splitlines()[-1]
    with house.work(bench["judge"]) as w:
        service.save_draft(w, plan.id, {"instructions": terms_of(house, bench, plan.id).instructions.replace(first, f"{first}（法官补充）")})
    answer = client.post(f"/plans/{plan.id}/draft", data={**typed, "instructions": typed["instructions"].replace(last, f"{last}（书记员补充）")})
    assert answer.status_code == 409
    both = re.search(r'value="instructions=([^"]*)"[^>]*>合并', answer.text)
    assert both
    assert "（法官补充）" in both.group(1)
    assert "（书记员补充）" in both.group(1)


def test_two_editors_are_told_of_each_other_by_section(app: Flask, plan: Plan) -> None:
    clerk, judge = signed_in(app, "clerk"), signed_in(app, "judge")
    path = f"/plans/{plan.id}/presence"
    assert "正在" not in judge.post(path, data={"section": "price", "writing": "1"}).text
    assert "孔令舟正在改 第二节 价格" in clerk.post(path, data={"section": "nonsense"}).text
    assert "温若琳正在看" in judge.get(f"/plans/{plan.id}").text
    assert "正在看" in signed_in(app, "panel1").get(f"/plans/{plan.id}").text


def test_photos_are_moved_by_buttons_and_a_video_is_a_video(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    second = terms_of(house, bench, plan.id).photos[1]
    page = client.get(f"/plans/{plan.id}").text
    moved = client.post(f"/plans/{plan.id}", data=photos_too(page, act=f"up~photos~{second}"))
    assert moved.status_code == 303
    assert terms_of(house, bench, plan.id).photos[0] == second
    assert client.post(f"/plans/{plan.id}/attachments", data={"files": (BytesIO(movie()), "室内.mp4")}).status_code == 303
    assert [name for name, _ in terms_of(house, bench, plan.id).videos] == ["室内.mp4"]
    assert "室内.mp4" in client.get(f"/plans/{plan.id}").text


def test_tax_and_arrears_rows_are_read_and_what_is_missing_is_told(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    typed = fields_of(client.get(f"/plans/{plan.id}").text)
    assert "物业费 | 12,480.00 | 2026-03-31 | 南沙海语湾物业服务中心 | 被执行人" in typed["arrears"]
    bad = client.post(f"/plans/{plan.id}/draft", data={**typed, "taxes": "契税，买受人"})
    assert (bad.status_code, "每行写 税种 | 依据 | 承担人" in bad.text) == (422, True)
    rows = {"taxes": "契税 | 契税法 第1条 | 买受人", "arrears": "水费 | 30.50 | 2026-04-01 | 南沙水务 | 买受人"}
    told = client.post(f"/plans/{plan.id}/draft", data={**typed, **rows})
    assert "欠缴水费由谁负担，法律没有明确规定" in told.text
    kept = terms_of(house, bench, plan.id)
    assert (kept.taxes[0].basis, kept.arrears[0].amount) == ("契税法 第1条", Money.yuan("30.50"))
    assert "水费30.50元（截至2026-04-01，来源：南沙水务），由买受人承担" in kept.announcement


def test_the_content_lists_are_ticked_as_one_types(app: Flask, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    page = client.get(f"/plans/{plan.id}").text
    assert "公告应载明 10 / 10 项" in page
    assert "特别提示 7 / 7 项" in page
    assert re.search(r"公告当日应公示 \d+ / 11 项", page)
    typed = fields_of(page)
    answer = client.post(f"/plans/{plan.id}/draft", data={**typed, "warnings": typed["warnings"].replace("现状为准", "实物为准")})
    assert "特别提示 6 / 7 项" in answer.text
    assert re.search(r'id="lists-text"[^>]*hx-swap-oob="true"', answer.text)


def photos_too(page: str, **more: str) -> MultiDict[str, str]:
    """The form with its ticked photos, in their order."""
    ticked = re.findall(r'name="photos" value="(\w+)" checked', page)
    return MultiDict([*fields_of(page).items(), *more.items(), ("photos_shown", "1"), *(("photos", each) for each in ticked)])


def test_one_request_saves_checks_and_answers_out_of_band(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    typed = fields_of(client.get(f"/plans/{plan.id}").text)
    answer = client.post(f"/plans/{plan.id}/draft", data={**typed, "start_price": "820,000"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    for element in ("saved", "check", "submit-bar", "counts-phone", "section-price-mark", "start_price-notes", "follow-announcement", "conflict", "reasons"):
        assert re.search(rf'id="{element}"[^>]*hx-swap-oob="true"', answer.text)
    assert "不低于 840,000.00" in answer.text
    assert "还有 1 处违反" in answer.text
    kept = terms_of(house, bench, plan.id)
    assert kept.start_price == Money.yuan("820000")
    assert "820,000.00元" in kept.announcement
    assert f'data-version="{plan.version + 1}"' in answer.text


def test_what_cannot_be_read_is_told_and_the_rest_is_saved(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    typed = fields_of(client.get(f"/plans/{plan.id}").text)
    answer = client.post(f"/plans/{plan.id}/draft", data={**typed, "deposit": "八万", "increment": "5000"})
    assert answer.status_code == 422
    assert "应为金额" in answer.text
    assert (terms_of(house, bench, plan.id).increment, terms_of(house, bench, plan.id).deposit) == (Money.yuan("5000"), Money.yuan("84000"))


def test_a_finding_is_mended_by_its_button_without_script(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    with house.work(bench["clerk"]) as w:
        service.save_draft(w, plan.id, {"deposit": Money.yuan("200000")})
    client = signed_in(app, "clerk")
    page = client.get(f"/plans/{plan.id}").text
    assert 'value="deposit=168000.00"' in page
    assert client.post(f"/plans/{plan.id}", data={**fields_of(page), "fix": "deposit=168000.00"}).status_code == 303
    assert terms_of(house, bench, plan.id).deposit == Money.yuan("168000")


def test_an_edited_text_is_kept_word_for_word(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    typed = fields_of(client.get(f"/plans/{plan.id}").text)
    client.post(f"/plans/{plan.id}/draft", data={**typed, "announcement": typed["announcement"] + "\r\n十一、欢迎看样。", "increment": "5000"})
    kept = terms_of(house, bench, plan.id)
    assert kept.announcement.endswith("\n十一、欢迎看样。")
    assert "4,200.00元" in kept.announcement


def test_a_conflict_keeps_the_typed_text_and_shows_both(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    typed = fields_of(client.get(f"/plans/{plan.id}").text)
    with house.work(bench["judge"]) as w:
        service.save_draft(w, plan.id, {"increment": Money.yuan("6000")})
    answer = client.post(f"/plans/{plan.id}/draft", data={**typed, "increment": "5000"})
    assert answer.status_code == 409
    for words in ("孔令舟", "5,000.00 元", "6,000.00 元", "用对方的", "其余用我的"):
        assert words in answer.text
    whole = client.post(f"/plans/{plan.id}", data={**typed, "increment": "5000"})
    assert whole.status_code == 409
    assert 'value="5,000.00"' in whole.text
    forced = re.search(r'name="force" value="(\d+)"', whole.text)
    assert forced
    assert client.post(f"/plans/{plan.id}", data={**typed, "increment": "5000", "force": forced.group(1)}).status_code == 303
    assert terms_of(house, bench, plan.id).increment == Money.yuan("5000")


def test_warnings_get_their_reasons_with_the_submission(app: Flask, house: House, bench: Bench) -> None:
    few = make_plan(house, bench, photos=5)
    client = signed_in(app, "clerk")
    page = client.get(f"/plans/{few.id}").text
    assert "照片偏少" in page
    refused = client.post(f"/plans/{few.id}", data={**fields_of(page), "act": "submit"})
    assert refused.status_code == 422
    assert "没有写明理由" in refused.text
    done = client.post(f"/plans/{few.id}", data={**fields_of(page), "reason~NA-12~photos": REASON, "act": "submit"})
    assert done.status_code == 303
    assert "等待合议庭表决" in client.get(f"/plans/{few.id}").text


def test_a_breach_keeps_the_button_quiet_and_the_server_firm(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    with house.work(bench["clerk"]) as w:
        service.save_draft(w, plan.id, {"start_price": Money.yuan("820000")})
    client = signed_in(app, "clerk")
    page = client.get(f"/plans/{plan.id}").text
    assert 'data-denied="还有 1 处违反：先改正"' in page
    assert client.post(f"/plans/{plan.id}", data={**fields_of(page), "act": "submit"}).status_code == 422


def test_a_person_is_told_and_a_submitted_plan_taken_back(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    submit(house, bench, plan.id)
    client = signed_in(app, "clerk")
    notice = re.search(r'name="notice_id" value="(\w+)"', client.get(f"/plans/{plan.id}").text)
    assert notice
    assert client.post(f"/plans/{plan.id}/told", data={"notice_id": notice.group(1), "way": "直接送达", "told_on": "2026-04-02"}).status_code == 303
    assert "已通知" in client.get(f"/plans/{plan.id}").text
    assert client.post(f"/plans/{plan.id}/take-back", data={"reason": "加价幅度写错"}).status_code == 303
    assert "草拟中" in client.get(f"/plans/{plan.id}").text


def test_a_draft_is_given_up_with_a_reason_and_another_may_follow(app: Flask, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    assert "第一次拍卖已有在办的方案" in client.get(f"/plans/new?asset={plan.asset_id}").text
    refused = client.post("/plans", data={"asset_id": plan.asset_id})
    assert (refused.status_code, "现在不能办理" in refused.text, "内容在你打开之后变了" in refused.text) == (409, True, False)
    assert client.post(f"/plans/{plan.id}/discard", data={"reason": ""}).status_code == 422
    assert client.post(f"/plans/{plan.id}/discard", data={"reason": "申请执行人改选平台"}).status_code == 303
    page = client.get(f"/plans/{plan.id}").text
    assert ("已作废" in page, "提交合议庭" in page) == (True, False)
    assert client.post("/plans", data={"asset_id": plan.asset_id}).status_code == 303


def test_versions_are_compared_by_figures_and_words(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    submit(house, bench, plan.id)
    client = signed_in(app, "clerk")
    assert "两版没有不同" in client.get(f"/plans/{plan.id}/compare?a=1").text
    with house.work(bench["clerk"]) as w:
        service.take_back(w, plan.id, "调价")
        service.save_draft(w, plan.id, {"start_price": Money.yuan("900000")})
    page = client.get(f"/plans/{plan.id}/compare?a=1").text
    for words in ("2 处不同", "1 处影响表决", "▲7.1%", "<del", "<ins", "需重新表决"):
        assert words in page
    assert client.get(f"/plans/{plan.id}/compare?a=7").status_code == 404


def test_attachments_and_photos_come_from_the_evidence(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    assert client.post(f"/plans/{plan.id}/attachments", data={"files": (BytesIO(told_pdf()), "询价报告.pdf")}).status_code == 303
    refused = client.post(f"/plans/{plan.id}/attachments", data={"files": (BytesIO(b"%PDF-1.7"), "坏.pdf")})
    assert (refused.status_code, "坏.pdf：文件损坏" in refused.text) == (422, True)
    terms = terms_of(house, bench, plan.id)
    name, digest = terms.attachments[0]
    assert name == "询价报告.pdf"
    assert client.get(f"/plans/{plan.id}/files/{digest}").data == told_pdf()
    assert client.get(f"/plans/{plan.id}/photos/{terms.photos[0]}").mimetype == "image/jpeg"
    assert client.get(f"/plans/{plan.id}/photos/{digest}").status_code == 404
    client.post(f"/plans/{plan.id}/attachments/{digest}/remove")
    assert terms_of(house, bench, plan.id).attachments == ()


def test_the_package_is_taken_once_the_plan_is_frozen(app: Flask, house: House, bench: Bench, plan: Plan) -> None:
    client = signed_in(app, "clerk")
    assert client.get(f"/plans/{plan.id}/package").status_code == 409
    freeze(house, bench, plan.id)
    page = client.get(f"/plans/{plan.id}").text
    assert "导出上拍包" in page
    assert f'action="/rounds/by-plan/{plan.id}/lot"' in page
    taken = client.get(f"/plans/{plan.id}/package")
    assert (taken.mimetype, taken.data[:2]) == ("application/zip", b"PK")


def test_the_list_is_narrowed_and_shows_whose_it_is(app: Flask, plan: Plan) -> None:
    client = signed_in(app, "judge")
    assert "温若琳" in client.get("/plans").text
    for query in ("status=draft", "q=海语湾", "q=1422"):
        assert "海语湾花园" in client.get(f"/plans?{query}").text
    for query in ("status=frozen", "q=没有的"):
        assert "没有符合筛选条件的记录" in client.get(f"/plans?{query}").text


@pytest.mark.parametrize(("login", "status"), [("clerk", 200), ("judge", 200), ("panel1", 200), ("president", 200), ("panel3", 404), ("clerk_b", 404)])
def test_a_plan_is_seen_by_its_court_and_its_panel(app: Flask, plan: Plan, login: str, status: int) -> None:
    assert signed_in(app, login).get(f"/plans/{plan.id}").status_code == status


@pytest.mark.parametrize("path", ["", "/draft", "/take-back", "/discard", "/told"])
def test_the_panel_reads_and_does_not_edit(app: Flask, plan: Plan, path: str) -> None:
    client = signed_in(app, "panel1")
    assert "存为草稿" not in client.get(f"/plans/{plan.id}").text
    assert client.post(f"/plans/{plan.id}{path}", data={"reason": "想改"}).status_code == 403


@pytest.mark.parametrize("path", ["/plans", "/plans/{id}", "/plans/{id}/preview"])
def test_pages_ask_a_constant_number_of_queries(app: Flask, house: House, bench: Bench, plan: Plan, path: str) -> None:
    client = signed_in(app, "clerk")
    with counted(house) as alone:
        assert client.get(path.format(id=plan.id)).status_code == 200
    make_plan(house, bench, 1500)
    with counted(house) as more:
        client.get(path.format(id=plan.id))
    assert len(more) == len(alone) <= MOST_QUERIES
