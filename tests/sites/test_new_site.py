"""`flask new-site`: what is laid out loads, packs, and says clearly what is still to be written."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.kernel.errors import Conflict, Invalid
from app.sites.commands import line_keys
from app.sites.contract import Changed, Plugin
from app.sites.loader import installed
from app.sites.newsite import lay_out, new_site
from tests.sites.plans import a_plan

PARTS = {"__init__.py", "adapter.py", "parser.py", "layout.py", "README.md", "01_replace_me.txt", "01_replace_me.txt.expected.json"}


def loaded(folder: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> Plugin:
    """The laid-out plugin, imported as plugins.<code> without lying in plugins/."""
    import_path = [*sys.modules["plugins"].__path__, str(folder)]
    monkeypatch.setattr(sys.modules["plugins"], "__path__", import_path)
    module = __import__(f"plugins.{code}.adapter", fromlist=["PLUGIN"])
    return module.PLUGIN


def test_a_new_site_loads_and_runs_red(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert installed()
    assert {each.name for each in lay_out(tmp_path, "newsite7", "某某拍卖网")} == PARTS
    plugin = loaded(tmp_path, "newsite7", monkeypatch)
    assert (plugin.code, plugin.title) == ("newsite7", "某某拍卖网")
    assert plugin.package(a_plan())
    with pytest.raises(Changed, match="还没有写"):
        plugin.read_file("lot.json", b'{"id": 1}')
    for name in [each for each in sys.modules if each.startswith("plugins.newsite7")]:
        del sys.modules[name]


def test_what_cannot_be_a_code_or_stands_there_already_is_refused(tmp_path: Path) -> None:
    for code in ("A", "x", "1site", "a-b", "class", "plugins", "a" * 16, "../up"):
        with pytest.raises(Invalid):
            lay_out(tmp_path, code, "名称")
    for title in ("", '"', "{x}", "长" * 31):
        with pytest.raises(Invalid):
            lay_out(tmp_path, "fine", title)
    lay_out(tmp_path, "fine", "名称")
    with pytest.raises(Conflict):
        lay_out(tmp_path, "fine", "名称")
    answer = CliRunner().invoke(new_site, ["courtgate"])
    assert (answer.exit_code, "已经存在" in answer.output) == (1, True)


def test_line_keys_are_fresh_each_time_and_long_enough() -> None:
    first, second = (CliRunner().invoke(line_keys, ["courtgate", "--json"]).output for _ in range(2))
    assert first != second
    assert len(first.split('"line_secret": "')[1]) > 40
