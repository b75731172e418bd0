"""Fills in a task's form on the phone, field by field, as a thumb would: chips, lists, dates, photos."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Page, expect

from app.domains.tasks.fields import Field
from app.domains.tasks.kinds import get_kind


def fields_of(code: str) -> list[Field]:
    """All fields of a kind, in their order."""
    return [field for section in get_kind(code).sections for field in section.fields]


def make_rows(page: Page, fields: Iterable[Field], answers: Mapping[str, Any]) -> None:
    """Have as many blank rows as the lists need."""
    for field in fields:
        rows = answers.get(field.name)
        if field.type.value != "list" or not rows:
            continue
        while page.locator(f"[name^='{field.name}-'][name$='-{field.columns[0].name}']").count() < len(rows):
            fill_list(page, field, rows)
            page.locator(f"#field-{field.name}").get_by_role("button", name="再加几行").click()
            page.wait_for_load_state()


def fill(page: Page, fields: Iterable[Field], answers: Mapping[str, Any]) -> None:
    """Type and tap the answers."""
    for field in fields:
        if field.name in answers:
            fill_one(page, field, answers[field.name])


def fill_one(page: Page, field: Field, value: Any) -> None:
    """One answer."""
    match field.type.value:
        case "list":
            fill_list(page, field, value)
        case "enums":
            for each in value:
                page.locator(f"input[name='{field.name}'][value='{each}']").check(force=True)
        case "enum" if len(field.choices) <= 8:
            page.locator(f"input[name='{field.name}'][value='{value}']").check(force=True)
        case "enum":
            page.locator(f"#{field.name}").select_option(value)
        case "confirm":
            page.locator(f"#{field.name}").set_checked(bool(value))
        case _:
            page.locator(f"#{field.name}").fill(str(value))


def fill_list(page: Page, field: Field, rows: list[dict[str, str]]) -> None:
    """The rows that there is room for; an empty list is said by its own word."""
    if not rows and field.none_word:
        page.locator(f"input[name='{field.name}-none']").check()
    for number, row in enumerate(rows):
        for column in field.columns:
            cell = page.locator(f"[name='{field.name}-{number}-{column.name}']")
            if cell.count() and row.get(column.name):
                if column.choices:
                    cell.select_option(row[column.name])
                else:
                    cell.fill(str(row[column.name]))


def photograph(page: Page, shot: str, name: str, content: bytes) -> None:
    """Take one photo of a wanted shot."""
    page.set_input_files(f"[data-shot={shot}] input", {"name": name, "mimeType": "image/jpeg", "buffer": content})


def wait_until_kept(page: Page, name: str, value: str) -> None:
    """The phone's own store holds this answer, for the house cannot be reached."""
    script = """async ([name, value]) => {
      const { all } = await import("/static/js/onsite/store.js");
      return (await all()).some((item) => item.kind === "draft" && item.fields.some(([field, kept]) => field === name && kept === value));
    }"""
    page.wait_for_function(script, arg=[name, value])


def wait_until_uploaded(page: Page) -> None:
    """Nothing is left in the phone, and it says so."""
    page.wait_for_function('async () => !(await (await import("/static/js/onsite/store.js")).all()).length', timeout=30_000)
    expect(page.locator("#strip")).to_have_text("已全部上传", timeout=30_000)


def sign(page: Page) -> None:
    """A stroke over the pad, confirmed."""
    pad = page.locator(".pf-pad__canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 30 + step * 30, box["y"] + (40 if step % 2 else 110))
    page.mouse.up()
    page.get_by_role("button", name="确认签名").click()
    expect(page.locator("[data-count=signatures]")).to_have_text("1 份")
