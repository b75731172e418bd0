"""The scripts and the living page in a real Chromium, under the strict CSP and without the application: palette, countdown, dead spot, axe."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from app.web import assets
from tests.web.samples import sample
from tests.web.stage import NOW, ROOT, environment, frame

pytestmark = pytest.mark.browser

CSP = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; script-src 'self'"
ONSITE = """{% extends "layout/phone.html" %}{% import "macros/ui.html" as ui %}{% block main %}
<form method="post" action="#" data-offline="t1" data-user="u1" data-draft-url="/draft" data-photo-url="/photo">
<label for="note">备注</label><input id="note" name="note">{{ ui.shot({"code": "door", "label": "门牌", "done": false}) }}</form>{% endblock %}"""


class Server:
    """Serves a folder with the house's CSP and remembers what is posted to it."""

    def __init__(self, folder: Path) -> None:
        posted = self.posted = []

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_words: object) -> None:
                """Keep quiet."""

            def end_headers(self) -> None:
                self.send_header("Content-Security-Policy", CSP)
                super().end_headers()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                posted.append((self.path, self.headers.get("Idempotency-Key"), body))
                self.send_response(204)
                self.end_headers()

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
        self.root = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    assets.build()
    folder = tmp_path_factory.mktemp("site")
    (folder / "static").symlink_to(ROOT / "app" / "web" / "static")
    env = environment()
    (folder / "design.html").write_text(env.get_template("design.html").render(sample=sample(), **frame("法规库")), encoding="utf-8")
    (folder / "onsite.html").write_text(env.from_string(ONSITE).render(**frame()), encoding="utf-8")
    made = Server(folder)
    yield made
    made.http.shutdown()


def opened(browser: Browser, address: str, **context: object) -> tuple[Page, list[str]]:
    """A page in a context of its own, and the complaints of its console."""
    page = browser.new_context(**context).new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    return page, complaints


@pytest.mark.parametrize(("mode", "width"), [("light", 1366), ("dark", 390)])
def test_the_living_page_has_no_accessibility_fault(server: Server, chromium: Browser, mode: str, width: int) -> None:
    page, _ = opened(
        chromium, f"{server.root}/design.html", viewport={"width": width, "height": 900}, bypass_csp=True, color_scheme=mode, reduced_motion="reduce"
    )
    page.evaluate(f"document.documentElement.dataset.bsTheme = '{mode}'")
    page.add_script_tag(path=str(assets.VENDOR / "axe.min.js"))
    found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']})")
    assert [(each["id"], each["nodes"][0]["target"]) for each in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_runs_under_the_strict_policy_without_a_complaint_and_the_palette_finds_a_menu_entry(server: Server, chromium: Browser) -> None:
    page, complaints = opened(chromium, f"{server.root}/design.html")
    page.keyboard.press("Control+k")
    page.get_by_role("option", name="处置方案").wait_for()
    assert complaints == []


def test_a_countdown_at_zero_says_that_the_result_is_being_confirmed(server: Server, chromium: Browser) -> None:
    page, _ = opened(chromium, f"{server.root}/design.html")
    tick = page.locator("[data-countdown]").first
    tick.evaluate("(element, now) => Object.assign(element.dataset, {now: String(now), end: String(now + 300), speed: '1'})", int(NOW.timestamp() * 1000))
    expect(tick).to_have_text("正在确认结果")


def test_what_is_written_and_photographed_in_a_dead_spot_goes_up_in_order_when_the_line_returns(server: Server, chromium: Browser, tmp_path: Path) -> None:
    shot = tmp_path / "door.png"
    shot.write_bytes(b"\x89PNG\r\n\x1a\n")
    page, _ = opened(chromium, f"{server.root}/onsite.html", geolocation={"latitude": 22.8, "longitude": 113.5}, permissions=["geolocation"])
    page.context.set_offline(True)
    page.get_by_text("离线中，内容已存在本机").wait_for()
    page.set_input_files("[data-shot=door] input", str(shot))
    page.locator(".pf-shot--done").wait_for()
    page.fill("#note", "李某居住")
    page.wait_for_timeout(1200)
    assert server.posted == []
    page.context.set_offline(False)
    page.get_by_text("已全部上传").wait_for()
    assert [path for path, _, _ in server.posted] == ["/photo", "/draft"]
    assert b'name="digest"' in server.posted[0][2]
    assert "李某居住".encode() in server.posted[1][2]
    assert len({key for _, key, _ in server.posted}) == 2
