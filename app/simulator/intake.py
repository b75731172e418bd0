"""The back office's gate: a listing package (zip) → terms and files, or every reason why the site refuses it. Pure."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.kernel.errors import Invalid
from app.kernel.ids import digest_of
from app.kernel.money import ZERO, MalformedMoney, Money
from app.simulator.terms import EXTENSION, File, Round, Terms

TERMS_FILE = "terms.json"
MOST_FILES = 300
MOST_BYTES = 200 * 1024 * 1024
LONGEST_TITLE = 120
SHORTEST_BIDDING = timedelta(hours=24)
SALE_PERIOD = timedelta(days=60)
ROUNDS = {1: Round.FIRST, 2: Round.SECOND, 3: Round.SALE}
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.S)


@dataclass(frozen=True)
class Upload:
    """An accepted package: its terms, the files in it, its SHA-256, the digest of the plan that it was made from."""

    terms: Terms
    files: tuple[bytes, ...]
    digest: str
    plan_digest: str = ""


def read_package(site: str, content: bytes, now: datetime) -> Upload:
    """Read and check a package made by app/sites/package.py for this site; Invalid lists every reason as (field, Chinese words)."""
    entries = _entries(content)
    written = _terms(entries)
    form = _Form(written, entries)
    terms = form.terms(now)
    form.check_site(site)
    form.check_extension()
    form.check_digests()
    faults = (*form.faults, *(_breaches(terms, now) if not form.faults else ()))
    if faults:
        raise Invalid("材料包未通过受理检查", faults=faults)
    return Upload(terms, tuple(entries[name] for name in sorted(entries) if name != TERMS_FILE), digest_of(content), str(written.get("plan_digest") or ""))


def _entries(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = [each for each in archive.infolist() if not each.is_dir()]
            if len(infos) > MOST_FILES or sum(each.file_size for each in infos) > MOST_BYTES:
                raise Invalid("材料包过大", field="package")
            return {each.filename: archive.read(each) for each in infos}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        raise Invalid("不是可以打开的 zip 材料包", field="package") from None


def _terms(entries: Mapping[str, bytes]) -> dict[str, Any]:
    if TERMS_FILE not in entries:
        raise Invalid(f"材料包中没有 {TERMS_FILE}", field=TERMS_FILE)
    try:
        written = json.loads(entries[TERMS_FILE])
    except ValueError:
        raise Invalid(f"{TERMS_FILE} 不是有效的 JSON", field=TERMS_FILE) from None
    if not isinstance(written, dict):
        raise Invalid(f"{TERMS_FILE} 应为一个对象", field=TERMS_FILE)
    return written


class _Form:
    """Reads the fields one by one and gathers what is wrong with each."""

    def __init__(self, written: Mapping[str, Any], entries: Mapping[str, bytes]) -> None:
        self._written = written
        self._entries = entries
        self.faults: list[tuple[str, str]] = []

    def terms(self, now: datetime) -> Terms:
        return Terms(
            reference=self._text("our_reference"),
            case_no=self._text("case_no"),
            title=self._text("title"),
            court=self._text("court"),
            round=self._round(),
            starting_price=self._money("starting_price"),
            appraisal_price=self._money("appraisal_price"),
            deposit=self._money("deposit"),
            increment=self._money("increment"),
            opens_at=self._instant("opens_at", now),
            ends_at=self._instant("ends_at", now),
            announced_at=now,
            announcement=self._prose("announcement"),
            notice=self._prose("instructions"),
            description=self._prose("warnings"),
            attachments=self._files("attachments"),
            photos=self._files("photos"),
        )

    def check_site(self, site: str) -> None:
        """The package was made for this site."""
        if self._written.get("site") != site:
            self._fault("site", f"材料包是为“{self._written.get('site')}”制作的，不是本站格式")

    def check_digests(self) -> None:
        """Every file is what the list of digests says."""
        digests = self._written.get("files")
        for path, digest in (digests if isinstance(digests, dict) else {}).items():
            if path not in self._entries or digest_of(self._entries[path]) != digest:
                self._fault("files", f"{path} 缺失或与清单所列摘要不符")

    def check_extension(self) -> None:
        """法释〔2016〕18号 第20条: five minutes, nothing else."""
        if self._written.get("extension_minutes") != EXTENSION.total_seconds() // 60:
            self._fault("extension_minutes", "延时周期应为 5 分钟")

    def _text(self, name: str) -> str:
        value = self._written.get(name)
        if not isinstance(value, str) or not value.strip():
            self._fault(name, "必填")
            return ""
        return value.strip()

    def _money(self, name: str) -> Money:
        value = self._written.get(name)
        try:
            amount = Money.yuan(value) if isinstance(value, str) else ZERO
        except MalformedMoney:
            amount = ZERO
        if amount <= ZERO:
            self._fault(name, "应为大于零、以元计、至多两位小数的金额")
        return amount

    def _instant(self, name: str, fallback: datetime) -> datetime:
        try:
            instant = datetime.fromisoformat(str(self._written.get(name)))
        except ValueError:
            self._fault(name, "应为带时区的时间")
            return fallback
        if instant.tzinfo is None:
            self._fault(name, "应为带时区的时间")
            return fallback
        return instant

    def _round(self) -> Round:
        number = self._written.get("round")
        if isinstance(number, int) and number in ROUNDS:
            return ROUNDS[number]
        self._fault("round", "应为 1（一拍）、2（二拍）或 3（变卖）")
        return Round.FIRST

    def _prose(self, name: str) -> str:
        """A text as its html file in the package has it (with the lines that a site wants as prose): paragraphs divided by newlines."""
        texts = self._written.get("texts")
        page = self._entries.get(str(texts.get(name))) if isinstance(texts, dict) else None
        if page is None:
            self._fault(name, "材料包内没有这份文本")
            return ""
        try:
            text = page.decode("gb18030" if self._written.get("charset") == "gbk" else "utf-8")
        except UnicodeDecodeError:
            self._fault(name, "文本的字符集与所注不符")
            return ""
        lines = "\n".join(html.unescape(each) for each in _PARAGRAPH.findall(text))
        if not lines:
            self._fault(name, "文本为空")
        return lines

    def _files(self, name: str) -> tuple[File, ...]:
        rows = self._written.get(name, [])
        if not isinstance(rows, list):
            self._fault(name, "应为文件列表")
            return ()
        return tuple(file for row in rows if (file := self._file(name, row)))

    def _file(self, name: str, row: object) -> File | None:
        path = row.get("path") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(path, str) or path not in self._entries:
            self._fault(name, f"清单所列文件不在材料包内：{path or row}")
            return None
        digest = digest_of(self._entries[path])
        if row.get("sha256") != digest:
            self._fault(name, f"{path} 的摘要与清单不符")
        shown = str(row.get("name") or path.rsplit("/", 1)[-1])
        return File(shown, digest, len(self._entries[path]), shown.rsplit(".", 1)[0])

    def _fault(self, name: str, words: str) -> None:
        self.faults.append((name, words))


def _breaches(terms: Terms, now: datetime) -> tuple[tuple[str, str], ...]:
    """What the site's own rules refuse (法释〔2016〕18号 第17条, 第20条; 变卖 60 天)."""
    length = terms.ends_at - terms.opens_at
    share = terms.deposit.ratio(terms.starting_price) if terms.starting_price else 0
    table = (
        ("title", f"标题超过 {LONGEST_TITLE} 字", len(terms.title) > LONGEST_TITLE),
        ("opens_at", "开拍时间已过", terms.opens_at <= now),
        ("ends_at", "竞价时间不得少于 24 小时", not terms.is_sale and length < SHORTEST_BIDDING),
        ("ends_at", "变卖期应为 60 天", terms.is_sale and length != SALE_PERIOD),
        ("increment", "加价幅度不应高于起拍价", terms.increment > terms.starting_price),
        ("deposit", "保证金应为起拍价的 5% 至 20%", not 5 <= share * 100 <= 20),
    )
    return tuple((name, words) for name, words, wrong in table if wrong)
