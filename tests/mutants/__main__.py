"""./paifu mutants [FILE…]: mutmut on the law's arithmetic in a folder of its own; tells survivors, and which of them docs/mutants.md gives no reason for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parents[2]
REASONS = ROOT / "docs" / "mutants.md"
FILES = ("app/law/periods.py", "app/law/pricing.py", "app/law/bidding.py")
COPIED = ("app/kernel", "app/law", "tests/law")
# Without the long option pytest tells ids in Chinese by escapes that it does not take back, and mutmut counts every mutant as killed.
SETTINGS = """
[tool.pytest.ini_options]
pythonpath = ["."]
markers = ["slow: takes over five seconds"]
disable_test_id_escaping_and_forfeit_all_rights_to_community_support = true

[tool.mutmut]
source_paths = ["app"]
only_mutate = {files}
pytest_add_cli_args = ["--noconftest", "-p", "no:cacheprovider", "-p", "no:xdist", "--hypothesis-seed=0", "--hypothesis-profile=ci"]
pytest_add_cli_args_test_selection = {tests}
also_copy = ["tests"]
use_git_change_detection = false
timeout_constant = 5.0
"""


def main(arguments: list[str]) -> int:
    """0 when every survivor has a written reason; 1 when one has none; 2 when mutmut could not run."""
    work = Path(mkdtemp(prefix="paifu-mutants-"))
    lay_out(work, arguments or list(FILES))
    workers = str(max(1, (os.cpu_count() or 1) - 1))
    mutmut = str(Path(sys.executable).parent / "mutmut")
    if subprocess.run([mutmut, "run", "--max-children", workers], cwd=work).returncode:
        print(f"mutmut 没有跑成（工作目录 {work}）", file=sys.stderr)
        return 2
    told = subprocess.run([mutmut, "results"], cwd=work, check=True, capture_output=True, text=True).stdout
    left = survivors(told)
    reasons = REASONS.read_text(encoding="utf-8") if REASONS.exists() else ""
    unreasoned = [name for name in left if f"`{name}`" not in reasons]
    for name in left:
        print(f"\n{'无理由' if name in unreasoned else '有理由'} {name}")
        print(subprocess.run([mutmut, "show", name], cwd=work, capture_output=True, text=True, check=False).stdout)
    print(f"存活 {len(left)}，其中无书面理由 {len(unreasoned)}（工作目录 {work}）")
    return 1 if unreasoned else 0


def lay_out(work: Path, files: list[str]) -> None:
    """Copy what the mutated files and their tests need, with mutmut's settings."""
    for folder in COPIED:
        shutil.copytree(ROOT / folder, work / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (work / "app" / "__init__.py").touch()
    (work / "tests" / "__init__.py").touch()
    tests = sorted(str(path.relative_to(work)) for path in (work / "tests" / "law").glob("test_*.py") if not _asks_domains(path))
    (work / "pyproject.toml").write_text(SETTINGS.format(files=_listed(files), tests=_listed(tests)), encoding="utf-8")


def survivors(told: str) -> list[str]:
    """Names of mutants that mutmut tells as survived, timed out or unseen."""
    return re.findall(r"^\s*(\S+): (?:survived|timeout|no tests|suspicious)", told, re.M)


def _asks_domains(path: Path) -> bool:
    if "rulebook" in path.name:  # it looks into every module that the book names
        return True
    return re.search(r"^from (?!app\.law\b|app\.kernel\b)(?:app|tests|config|plugins)\b", path.read_text(encoding="utf-8"), re.M) is not None


def _listed(names: list[str]) -> str:
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
