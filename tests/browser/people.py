"""People at their browsers: each in a context of its own, signed in through the page, with every complaint of the console kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from config.settings import DEMO_PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
HEIGHTS = {1366: 768, 390: 844}
SPOT = {"latitude": 22.801205, "longitude": 113.525013, "accuracy": 8}
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (409|422)")
CUT = re.compile(r"Failed to load resource: net::ERR_INTERNET_DISCONNECTED")
GUARD = "document.addEventListener('securitypolicyviolation', e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))"


@dataclass
class Persons:
    """Opens a signed-in page for a login and a width, once each; keeps complaints of all pages."""

    browser: Browser
    root: str
    pages: dict[tuple[str, int], Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    offline: bool = False

    def __call__(self, login: str, width: int = 1366) -> Page:
        """The page of that person, signed in through the sign-in page."""
        if (login, width) not in self.pages:
            self.pages[login, width] = self._signed_in(login, width)
        return self.pages[login, width]

    def stranger(self, width: int = 1366, who: str = "") -> Page:
        """A page without anybody signed in."""
        phone = {"has_touch": True, "is_mobile": True} if width < 768 else {}
        context = self.browser.new_context(
            base_url=self.root,
            viewport={"width": width, "height": HEIGHTS.get(width, 768)},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            geolocation=SPOT,
            permissions=["geolocation"],
            accept_downloads=True,
            **phone,
        )
        context.set_default_timeout(10_000)
        context.add_init_script(GUARD)
        page = context.new_page()
        page.on("console", lambda message: self._hear(who, page, message))
        page.on("pageerror", lambda error: self.complaints.append(f"{who} {page.url}: {error}"))
        page.on("response", lambda answer: self.complaints.append(f"{who} {answer.url}: {answer.status}") if answer.status >= 500 else None)
        return page

    def leave(self, login: str, width: int = 1366) -> None:
        """Close one page."""
        self.pages.pop((login, width)).context.close()

    def forget(self) -> None:
        """Close all pages."""
        for login, width in list(self.pages):
            self.leave(login, width)

    def _signed_in(self, login: str, width: int) -> Page:
        page = self.stranger(width, login)
        page.goto("/login")
        page.get_by_label("用户名").fill(login)
        page.get_by_label("密码", exact=True).fill(DEMO_PASSWORD)
        page.get_by_role("button", name="登录", exact=True).click()
        expect(page).not_to_have_url(re.compile("/login"))
        return page

    def _hear(self, who: str, page: Page, message: ConsoleMessage) -> None:
        if not page.url.startswith(self.root):
            return  # another house's page: the site's back office
        if message.type not in {"error", "warning"} or REFUSED.search(message.text) or (self.offline and CUT.search(message.text)):
            return
        self.complaints.append(f"{who} {page.url}: {message.text}")
