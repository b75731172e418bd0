"""`flask new-site CODE`: lays out plugins/CODE from the texts of app/sites/skeleton. It loads, and the contract suite is red until it is filled in."""

from __future__ import annotations

import keyword
import re
from importlib import import_module
from pathlib import Path
from string import Template

import click

from app.kernel.errors import Conflict, Invalid, Refusal
from app.sites.loader import PACKAGE

SKELETON = Path(__file__).parent / "skeleton"
_CODE = re.compile(r"[a-z][a-z0-9]{1,14}")
_BARRED = frozenset({"captures", "plugins", "faults", "healthz", "line"})
LONGEST_TITLE = 30


def lay_out(folder: Path, code: str, title: str) -> tuple[Path, ...]:
    """Write a new site's files below `folder`/`code`; the paths. Invalid: a code or title that cannot be; Conflict: it is there already."""
    if not _CODE.fullmatch(code) or keyword.iskeyword(code) or code in _BARRED:
        raise Invalid(f"“{code}”不能作站点代码：小写字母开头，字母和数字，2 至 15 个", field="code")
    if not 0 < len(title) <= LONGEST_TITLE or set(title) & set('"\\{}$\n'):
        raise Invalid(f"站点名称 1 至 {LONGEST_TITLE} 字，不含引号和括号", field="title")
    home = folder / code
    if home.exists():
        raise Conflict(f"{home} 已经存在")
    values = {"code": code, "title": title, "classname": code.capitalize()}
    return tuple(_written(home, each, values) for each in sorted(SKELETON.iterdir()))


def _written(home: Path, text: Path, values: dict[str, str]) -> Path:
    """`captures__x.txt` becomes captures/x: the skeleton is flat."""
    place = home.joinpath(*text.name.removesuffix(".txt").split("__", 1)) if text.name.startswith("captures__") else home / text.name.removesuffix(".txt")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(Template(text.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
    return place


@click.command("new-site", help="为新站点 CODE 铺好 plugins/CODE；按 docs/sixth-site.md 填写，直到合同测试全绿。")
@click.argument("code")
@click.option("--title", default="", help="站点名称，例如 某某拍卖网。")
def new_site(code: str, title: str) -> None:
    """Lay out a plugin."""
    folder = Path(next(iter(import_module(PACKAGE).__path__)))
    try:
        written = lay_out(folder, code, title or code)
    except Refusal as refusal:
        raise click.ClickException(refusal.message) from None
    for path in written:
        click.echo(path.relative_to(folder.parent))
    click.echo(f"下一步：docs/sixth-site.md；查看还缺什么：pytest tests/sites -n0 -k {code}")
