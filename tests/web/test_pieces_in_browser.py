"""The scripts and the living page in a real Chromium, under the strict CSP and without the application: palette, countdown, digests, axe."""

from __future__ import annotations

import functools
import hashlib
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


class Server:
    """Serves a folder with the house's CSP."""

    def __init__(self, folder: Path) -> None:
        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_words: object) -> None:
                """Keep quiet."""

            def end_headers(self) -> None:
                self.send_header("Content-Security-Policy", CSP)
                super().end_headers()

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
    made = Server(folder)
    yield made
    made.http.shutdown()


@pytest.fixture(scope="module")
def counting(server: Server, chromium: Browser) -> Page:
    """One page for all counts."""
    page, _ = opened(chromium, f"{server.root}/design.html")
    return page


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


@pytest.mark.parametrize("size", [0, 1, 55, 56, 63, 64, 65, 4 * 1024 * 1024 + 3])
def test_the_phone_counts_the_digest_of_a_long_file_in_pieces(counting: Page, size: int) -> None:
    script = """async (size) => {
      const { inPieces } = await import("/static/js/onsite/sha256.js");
      return inPieces(new Blob([Uint8Array.from({ length: size }, (_, place) => place % 251)]));
    }"""
    content = (bytes(range(251)) * (size // 251 + 1))[:size]
    assert counting.evaluate(script, size) == hashlib.sha256(content).hexdigest()
