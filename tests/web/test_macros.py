"""The living page and the studies render with every macro, hold the strict CSP by themselves, and use only icons and states that exist."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from app.kernel.money import Money
from app.web import assets, charts, states
from tests.web.samples import bids, days, findings, sample
from tests.web.stage import ROOT, TEMPLATES, at, environment, frame, ns

SOURCES = sorted([*TEMPLATES.rglob("*.html")])
PICTURES = frozenset(assets.icon_names())


def design() -> str:
    return environment(strict=False).get_template("design.html").render(sample=sample(), **frame("法规库"))


class Reader(HTMLParser):
    """Collects tags with their attributes, and checks that each one is closed in order."""

    VOID = frozenset({"meta", "link", "input", "img", "br", "hr", "line", "rect", "path", "use", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def test_the_living_page_shows_every_state_of_every_machine() -> None:
    page = design()
    words = {state.word for machine in states.STATES.values() for state in machine.values()}
    assert [word for word in words if word not in page] == []


def test_the_living_page_is_well_formed_and_its_ids_are_unique() -> None:
    reader = read(design())
    assert reader.faults == []
    assert reader.open == []
    ids = [attrs["id"] for _, attrs in reader.tags if "id" in attrs]
    assert len(ids) == len(set(ids))


def test_no_page_needs_what_the_content_security_policy_forbids() -> None:
    for tag, attrs in read(design()).tags:
        assert "style" not in attrs, tag
        assert not [name for name in attrs if name.startswith(("on", "hx-on"))], tag
        assert tag != "style"
        assert tag != "script" or attrs.get("src"), "inline script"


def test_no_template_of_the_house_holds_inline_style_or_script() -> None:
    guilty = [source.name for source in SOURCES if re.search(r'\sstyle="|<style|<script(?![^>]*src)|\son\w+="|hx-on', source.read_text(encoding="utf-8"))]
    assert guilty == []


def test_every_state_has_an_icon_that_is_in_the_sprite() -> None:
    assert [state.icon for machine in states.STATES.values() for state in machine.values() if state.icon not in PICTURES] == []


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    named = {name for source in SOURCES for name in re.findall(r"(?:\bicon|ui\.icon)\('([a-z0-9-]+)'", source.read_text(encoding="utf-8"))}
    named |= {name for source in SOURCES for name in re.findall(r"icon_name='([a-z0-9-]+)'", source.read_text(encoding="utf-8"))}
    assert sorted(named - PICTURES) == []


def test_every_control_has_a_name_for_readers() -> None:
    page = design()
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    for tag, attrs in read(page).tags:
        if tag == "button":
            continue
        if tag in {"select", "textarea"} or (tag == "input" and attrs.get("type") not in {"hidden", "checkbox", "radio", "file", "submit"}):
            assert attrs.get("id") in labelled or attrs.get("aria-label"), attrs


def test_an_unknown_state_stays_visible_as_it_is() -> None:
    assert states.look("task", "sleeping").word == "sleeping"
    assert states.look("nothing", "x").role == "idle"


def test_findings_stand_in_the_order_breach_warning_manual() -> None:
    env = environment()
    page = env.from_string('{% import "macros/ui.html" as ui %}{{ ui.findings(list) }}').render(list=list(reversed(findings())))
    assert re.findall(r"pf-finding--(\w+)", page) == ["danger", "danger", "warn", "warn", "manual"]


def test_a_breach_offers_no_way_round_and_a_denied_button_says_why() -> None:
    page = environment().from_string('{% import "macros/ui.html" as ui %}{{ ui.button("签发", denied="你不能签发") }}').render()
    assert 'aria-disabled="true"' in page
    assert "你不能签发" in page


def test_a_person_text_is_escaped_everywhere() -> None:
    env = environment()
    hostile = "<script>alert(1)</script>"
    page = env.from_string(
        '{% import "macros/ui.html" as ui %}{{ ui.person({"name": x}) }}{{ ui.button(x) }}{{ ui.case_no(x) }}{{ ui.empty(x, x, "#") }}{{ ui.pill(x, "ok") }}'
    ).render(x=hostile)
    assert "<script>" not in page


def test_a_countdown_carries_the_servers_clock_and_a_text_for_readers() -> None:
    page = environment().from_string('{% import "macros/ui.html" as ui %}{{ ui.countdown(end) }}').render(end=at(10, 35, 40))
    assert 'data-end="1775097340000"' in page
    assert 'data-now="1775097072000"' in page
    assert "04:28" in page
    assert 'aria-hidden="true"' in page


def test_the_price_curve_enlarges_the_last_hour_and_marks_the_extensions() -> None:
    log = bids()
    shape = charts.price_shape(log, start_price=Money.yuan("76000"), opens_at=at(10, day=1), planned_end_at=at(10), ends_at=at(10, 35, 40))
    assert shape.zone is not None
    opens, enlarged, planned, ends = (tick.at for tick in shape.x_ticks)
    assert planned - enlarged > enlarged - opens
    assert ends == shape.right
    assert shape.last is not None
    assert shape.last[1] < shape.start_y


def test_the_price_curve_without_bids_or_extensions_still_draws_its_start_line() -> None:
    shape = charts.price_shape([], start_price=Money.yuan("96000"), opens_at=at(10, day=1), planned_end_at=at(10), ends_at=at(10), width=346)
    assert (shape.path, shape.last, shape.zone) == ("", None, None)
    assert shape.top < shape.start_y < shape.floor


def test_bars_keep_rest_days_grey_and_draw_nothing_for_an_empty_day() -> None:
    shape = charts.bar_shape(days(), today=at(1).date())
    assert [bar.label for bar in shape.bars if bar.rest] == ["4", "5", "6", "11", "12"]
    assert {bar.height for bar in shape.bars if not bar.count} == {0}
    assert [bar.label for bar in shape.bars if bar.today] == ["2"]


@pytest.mark.parametrize("number", ["403", "404", "409", "422", "429", "500"])
def test_every_fault_page_says_what_happened_and_what_to_do(number: str) -> None:
    page = (
        environment()
        .get_template(f"errors/{number}.html")
        .render(
            status=int(number),
            title="没有找到",
            message="不存在，或不在你的范围内",
            advice="返回工作台",
            faults=(("field", "应为金额"),),
            request_id="r-1",
            clock_bar=None,
        )
    )
    assert "<title>错误：没有找到 · 拍辅</title>" in page
    assert "应为金额" in page
    assert "返回工作台" in page


def test_the_sign_in_page_posts_plain_fields_and_shows_cards_only_with_demonstration_data() -> None:
    template = environment().get_template("accounts/login.html")
    plain = template.render(message="用户名或密码不对", court_name="南沙区人民法院", clock_bar=None)
    assert 'name="username"' in plain
    assert 'name="password"' in plain
    assert "角色卡片" not in plain
    shown = template.render(demo_cast=[ns(username="clerk", name="林晓雯", title="书记员", place="")], demo_password="demo", clock_bar=None)
    assert 'value="clerk"' in shown


def test_the_workbench_fills_only_the_first_rows_act() -> None:
    row = {
        "kind": "task",
        "title": "现场调查报告待验收",
        "href": "#",
        "facts": [],
        "case_no": "",
        "role": "",
        "due_text": "今天",
        "due_role": "",
        "note": "",
        "act": {"label": "验收", "href": "#"},
    }
    page = environment().get_template("desk/workbench_list.html").render(tabs=[], groups=[{"title": "今天到期", "role": "", "rows": [row, row]}])
    assert page.count("pf-btn--primary") == 1


def test_an_empty_workbench_says_so_without_cheering() -> None:
    page = environment().get_template("desk/workbench_list.html").render(tabs=[], groups=[], empty_next=ns(text="最近的期限是 4月7日 余款到账"))
    assert "今天没有到期事项" in page
    assert "最近的期限是 4月7日" in page


def test_a_faulty_bid_shows_its_reason_in_place_of_the_tick() -> None:
    bid = {
        "no": 187,
        "at": at(10) + timedelta(seconds=3),
        "bidder": "J4471",
        "price": Money.yuan("568500"),
        "raise": "+500",
        "extended_to": None,
        "fault": "加价不足",
        "priority": False,
    }
    page = environment().get_template("rounds/bids.html").render(lot=ns(id="1"), bids={"rows": [bid], "new_after": 0})
    assert "pf-row--danger" in page
    assert "加价不足" in page
    assert 'aria-label="通过"' not in page


def test_the_screens_stay_within_their_weight() -> None:
    folder = ROOT / "app" / "web" / "static"
    assert sum(file.stat().st_size for file in (folder / "css").glob("*.css")) < 90_000
    assert sum(file.stat().st_size for file in (folder / "js").glob("*.js")) < 60_000


def test_a_form_carries_its_id_version_key_and_digest() -> None:
    source = (
        '{% import "macros/ui.html" as ui %}{{ ui.form_open("/plans/1", version=3, key="k", digest="d", '
        'attrs={"id": "plan-form", "data-autosave": "/plans/1/draft?a=1&b=2"}) }}{{ ui.form_close() }}'
    )
    page = read(environment().from_string(source).render())
    form = dict(page.tags)["form"]
    assert (form["id"], form["data-autosave"]) == ("plan-form", "/plans/1/draft?a=1&b=2")
    assert [attrs["name"] for tag, attrs in page.tags if tag == "input"] == ["csrf_token", "version", "idempotency_key", "seen_digest"]


def test_the_answer_to_an_autosave_swaps_marks_notes_and_bar_but_no_control() -> None:
    check = ns(counts=ns(breach=1, warning=0, manual=0, passed=3), findings=findings()[:1], passed=[], rules_version="2026-04-02", seconds="0.04")
    page = (
        environment()
        .get_template("plans/draft_answer.html")
        .render(
            plan=ns(version=8, readonly=False),
            form=sample().form,
            check=check,
            sections=[ns(id="price", counts=check.counts, fields=["start", {"computed": True}])],
            hints={},
            fines={},
            whys={},
            findings_by_field={"start": findings()[0]},
            submit=ns(label="", denied=""),
            saved_at=at(10, 22),
        )
    )
    swapped = [attrs["id"] for _, attrs in read(page).tags if "hx-swap-oob" in attrs]
    assert swapped == ["saved", "check", "submit-bar", "counts-phone", "section-price-mark", "start-notes"]
    assert 'data-version="8"' in page
    assert not [tag for tag, _ in read(page).tags if tag in {"input", "select", "textarea"}]


def written(macro: str, **values: object) -> str:
    source = '{% import "macros/ui.html" as ui %}{{ ' + macro + " }}"
    return environment(strict=False).from_string(source).render(**values)


@pytest.mark.parametrize(
    ("macro", "told"),
    [
        ("ui.day(later)", False),
        ("ui.day(later, last=true)", True),
        ("ui.day(soon, last=true)", False),
        ("ui.due({'due_on': later})", True),
        ("ui.due({'due_on': soon})", False),
        ("ui.due({'due_on': later, 'provisional': false})", False),
        ("ui.due({'due_at': end})", True),
        ("ui.due(end)", True),
        ("ui.due(end, tag=false)", False),
        ("ui.due(none)", False),
        ("ui.rail_deadlines([{'title': '余款', 'href': '#', 'due_at': end, 'provisional': false}])", False),
        ("ui.rail_deadlines([{'title': '余款', 'href': '#', 'due_at': end, 'provisional': true}])", True),
    ],
)
def test_a_last_day_of_a_provisional_year_says_so_and_nothing_else_does(macro: str, told: bool) -> None:
    page = written(macro, later=date(2027, 1, 4), soon=date(2026, 4, 20), end=at(0, day=5, month=1).replace(year=2027))
    assert ("暂定" in page) is told
