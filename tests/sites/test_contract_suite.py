"""One black-box suite for every plugin folder found: a sixth site needs no edit here."""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.sites.contract import CONTRACT, Capability, LotState, Plugin, RawPage, SiteFailure, Snapshot
from app.sites.loader import discover
from tests.sites.plans import a_plan

PLUGINS = tuple(discover())
ROOT = Path(__file__).parents[2] / "plugins"
EXPECTED = ".expected.json"
READ_AT = datetime(2026, 3, 18, 7, 0, tzinfo=UTC)
IMPURE = {"flask", "sqlalchemy", "httpx", "socket", "urllib", "requests", "wtforms", "time", "random", "os", "subprocess"}


def captures(code: str) -> list[Path]:
    return sorted(each for each in (ROOT / code / "captures").iterdir() if not each.name.endswith(EXPECTED))


def told(plugin: Plugin, name: str, content: bytes) -> dict[str, Any]:
    try:
        return {"snapshots": [each.as_json() for each in plugin.read_file(name, content)]}
    except SiteFailure as failure:
        return {"failure": failure.code}


every_plugin = pytest.mark.parametrize("plugin", PLUGINS, ids=[each.code for each in PLUGINS])
every_capture = pytest.mark.parametrize(
    ("plugin", "capture"),
    [(plugin, each) for plugin in PLUGINS for each in captures(plugin.code)],
    ids=lambda each: getattr(each, "code", getattr(each, "name", "")),
)


@every_plugin
def test_a_plugin_declares_what_the_contract_asks(plugin: Plugin) -> None:
    assert plugin.contract == CONTRACT
    assert plugin.title
    assert plugin.live_url.startswith("https://")
    assert plugin.live_url.split("/")[2] in plugin.hosts
    assert Capability.PACKAGE in plugin.capabilities


@every_plugin
def test_live_reading_is_off_unless_switched_on(plugin: Plugin) -> None:
    assert plugin.settings_type().live is False


@every_plugin
def test_secrets_are_never_shown(plugin: Plugin) -> None:
    secrets = [each.name for each in fields(plugin.settings_type) if each.metadata.get("secret")]
    settings = plugin.settings_type().with_values(dict.fromkeys(secrets, "s3cr3t-value"))
    assert "s3cr3t-value" not in repr(settings)
    assert "s3cr3t-value" not in json.dumps(settings.masked(), default=str)
    assert all(settings.masked()[name] == "已设置" for name in secrets)


@every_plugin
def test_a_plugin_has_at_least_four_captures_with_what_they_should_give(plugin: Plugin) -> None:
    found = captures(plugin.code)
    assert len(found) >= 4, f"plugins/{plugin.code}/captures: {len(found)} captures, at least four are wanted (docs/sixth-site.md §1)"
    assert all(each.with_name(each.name + EXPECTED).exists() for each in found)


@every_plugin
def test_the_captures_show_a_snapshot_and_a_failure(plugin: Plugin) -> None:
    results = [told(plugin, each.name, each.read_bytes()) for each in captures(plugin.code)]
    assert any("snapshots" in each for each in results)
    assert any("failure" in each for each in results)


@every_capture
def test_a_capture_gives_exactly_what_is_written_beside_it(plugin: Plugin, capture: Path) -> None:
    expected = json.loads(capture.with_name(capture.name + EXPECTED).read_text())
    assert told(plugin, capture.name, capture.read_bytes()) == expected


@every_capture
def test_a_capture_cut_short_or_spoilt_is_a_named_failure_or_an_honest_reading(plugin: Plugin, capture: Path) -> None:
    content = capture.read_bytes()
    for spoilt in (
        content[: len(content) // 2],
        content[: len(content) - 2],
        b"",
        b"\xff\xfe\x00",
        content.replace(b"{", b"[", 1),
        b"<html><body>404</body></html>",
    ):
        result = told(plugin, capture.name, spoilt)
        assert result.get("failure") in ("unreachable", "refused", "challenged", "changed") or result["snapshots"]


@every_capture
def test_no_capture_shows_a_name_a_phone_or_an_identity_number(plugin: Plugin, capture: Path) -> None:
    """Invented persons stand in the captures' free texts, confirmation documents and account fields."""
    text = json.dumps(told(plugin, capture.name, capture.read_bytes()), ensure_ascii=False)
    for private in ("13800000000", "138-0000-0000", "440100196805030536", "赵某某", "zhaomoumou", "barginUserName"):
        assert private not in text


@every_plugin
def test_a_strange_page_is_changed_and_never_an_empty_success(plugin: Plugin) -> None:
    for content in (b"{}", b"[]", b"null", b"<html></html>", "<html><h1>维护中</h1></html>".encode("gbk"), b"{" * 5000, b'{"a":' * 3000):
        with pytest.raises(SiteFailure):
            plugin.parse((RawPage("https://example.org/x", content, "text/html", READ_AT),))


@every_plugin
def test_no_pages_at_all_are_a_failure(plugin: Plugin) -> None:
    with pytest.raises(SiteFailure):
        plugin.parse(())


@every_plugin
def test_reading_twice_gives_the_same(plugin: Plugin) -> None:
    capture = captures(plugin.code)[0]
    assert told(plugin, capture.name, capture.read_bytes()) == told(plugin, capture.name, capture.read_bytes())


@every_plugin
def test_a_snapshot_keeps_the_sites_own_word_beside_a_decided_state(plugin: Plugin) -> None:
    for capture in captures(plugin.code):
        for each in told(plugin, capture.name, capture.read_bytes()).get("snapshots", ()):
            assert each["state"] in set(LotState)
            assert set(each) == {field.name for field in fields(Snapshot)}


@every_plugin
def test_the_package_holds_all_that_a_clerk_uploads(plugin: Plugin) -> None:
    plan = a_plan()
    with zipfile.ZipFile(io.BytesIO(plugin.package(plan))) as archive:
        names = archive.namelist()
        terms = json.loads(archive.read("terms.json"))
        texts = {archive.read(path).decode(terms["charset"]) for path in terms["texts"].values()}
        photos = [archive.read(each["path"]) for each in terms["photos"]]
    assert "terms.xlsx" in names
    assert terms["site"] == plugin.code
    assert terms["plan_digest"] == plan.plan_digest
    assert photos == [content for _, content in plan.photos]
    assert any("包装机械设备" in each and "公告" in each for each in texts)


@every_plugin
def test_equal_plans_give_equal_packages(plugin: Plugin) -> None:
    assert plugin.package(a_plan()) == plugin.package(a_plan())


@every_plugin
def test_parsers_import_nothing_that_reaches_out(plugin: Plugin) -> None:
    for file in sorted((ROOT / plugin.code).glob("*.py")):
        if file.name in ("adapter.py", "__init__.py"):
            continue
        tree = ast.parse(file.read_text())
        roots = {name.split(".")[0] for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for name in _imported(node)}
        assert not roots & IMPURE, file


@every_plugin
def test_a_plugin_imports_sites_and_kernel_only(plugin: Plugin) -> None:
    for file in sorted((ROOT / plugin.code).glob("*.py")):
        names = [name for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, (ast.Import, ast.ImportFrom)) for name in _imported(node)]
        inner = [name for name in names if name.startswith("app.")]
        assert all(name.startswith(("app.sites", "app.kernel")) for name in inner), file


@every_plugin
def test_a_plugin_has_a_readme_that_says_when_it_was_last_looked_at(plugin: Plugin) -> None:
    text = (ROOT / plugin.code / "README.md").read_text()
    assert re.search(r"Last look: \d{4}-\d{2}-\d{2}\b", text), f"plugins/{plugin.code}/README.md does not say on which day the site was last looked at"


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
