"""Every role signs in, and every entry of its menu opens, at the desk and as narrow as a phone, without a complaint of the console."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from app.demonstration.cast import CAST, Member
from app.desk.menu import BOTTOM, MENU
from tests.browser.people import HEIGHTS, Persons

pytestmark = pytest.mark.browser


def entries(member: Member) -> list[str]:
    """Addresses of the menu and the bottom bar of a member's role."""
    found = [entry.href for _, group in MENU[member.role] for entry in group] + [entry.href for entry in BOTTOM.get(member.role, ())]
    return list(dict.fromkeys(found))


def too_wide(page: Page) -> int:
    """By how many pixels the page runs out of its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("member", CAST, ids=[member.login for member in CAST])
def test_every_menu_entry_opens_at_the_desk_and_on_the_phone(person: Persons, member: Member) -> None:
    page, faults = person(member.login), []
    for address in entries(member):
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            faults.append((address, answer.status if answer else None))
            continue
        for width in (1366, 390):
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            expect(page.locator("h1").first).to_be_attached()
            if too_wide(page):
                faults.append((address, f"{too_wide(page)} px too wide at {width}"))
    person.leave(member.login)
    assert faults == []
