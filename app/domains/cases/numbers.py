"""Case numbers: （2026）粤0115执1234号 read into year, court code, kind and serial; refusals say which part is wrong (M-18)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from app.kernel.errors import Invalid

FIRST_YEAR = 1990
OWN_KINDS = ("执", "执恢", "执保")
_WHOLE = re.compile(
    r"\((?P<year>\d{4})\)(?P<court>最高法|[\u4e00-\u9fff]\d{0,4})(?P<kind>[\u4e00-\u9fff]{1,6}?)(?P<serial>\d{1,7})号(?P<part>之[一二三四五六七八九十]{1,3})?"
)
_LOOSE = re.compile(
    r"[(\[【〔]?(?P<year>\d{4})[)\]】〕]?年?(?P<court>最高法|[\u4e00-\u9fff]\d{0,4})(?P<kind>[\u4e00-\u9fff]{1,6}?)字?第?(?P<serial>\d{1,7})号?"
)


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """A case number in parts: 2026, 粤0115, 执, 1234; `part` is '' or 之一 (one of several rulings of the case)."""

    year: int
    court: str
    kind: str
    serial: int
    part: str = ""

    def __str__(self) -> str:
        return f"（{self.year}）{self.court}{self.kind}{self.serial}号{self.part}"

    @property
    def is_own_kind(self) -> bool:
        """Is it an enforcement case that is handled here: 执, 执恢, 执保?"""
        return self.kind in OWN_KINDS


def parse_number(text: str, *, field: str = "number") -> CaseNumber:
    """Read a case number of any court, half or full width, blanks ignored. Invalid names the wrong part and how to write it."""
    plain = _plain(text)
    if not plain:
        raise Invalid("没有填写案号", field=field)
    found = _WHOLE.fullmatch(plain)
    if found is None:
        raise Invalid(_why(text, plain), field=field)
    year = int(found["year"])
    if not FIRST_YEAR <= year <= 2099:
        raise Invalid(f"案号 {text.strip()} 的年份 {year} 不对：应为 {FIRST_YEAR} 年以后的四位年份", field=field)
    if int(found["serial"]) == 0:
        raise Invalid(f"案号 {text.strip()} 的编号不能为 0", field=field)
    return CaseNumber(year, found["court"], found["kind"], int(found["serial"]), found["part"] or "")


def parse_own_number(text: str, *, court_code: str, court_name: str, field: str = "number") -> CaseNumber:
    """Read the number of an enforcement case of one court: kind 执, 执恢 or 执保, code of that court."""
    number = parse_number(text, field=field)
    if not number.is_own_kind:
        raise Invalid(f"案号中的案件类型“{number.kind}”不是执行案件：应为执、执恢或者执保", field=field)
    if number.court != court_code:
        raise Invalid(f"案号中的法院代字“{number.court}”与{court_name}（{court_code}）不符", field=field)
    if number.part:
        raise Invalid(f"案号末尾不应有“{number.part}”", field=field)
    return number


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("〔", "(").replace("〕", ")").replace("[", "(").replace("]", ")")


def _why(text: str, plain: str) -> str:
    shown = f"案号 {text.strip()} 格式不对"
    guess = _LOOSE.fullmatch(plain)
    if guess is not None:
        return f"{shown}：应为（年份）法院代字 案件类型 编号 号。写成{CaseNumber(int(guess['year']), guess['court'], guess['kind'], int(guess['serial']))}"
    return f"{shown}：{_missing(plain)}。应为（年份）法院代字 案件类型 编号 号，例如（2026）粤0115执288号"


def _missing(plain: str) -> str:
    if not re.match(r"\(?\d{4}\)?", plain):
        return "开头缺少四位年份"
    if not plain.endswith("号") and "号之" not in plain:
        return "末尾缺少“号”字" if re.search(r"\d$", plain) else "缺少编号"
    rest = re.sub(r"^\(?\d{4}\)?", "", plain)
    if not re.match(r"[\u4e00-\u9fff]\d{0,4}", rest):
        return "年份之后缺少法院代字（如 粤0115）"
    if not re.search(r"\d+号", re.sub(r"^[\u4e00-\u9fff]\d{0,4}", "", rest)):
        return "缺少编号"
    return "法院代字、案件类型、编号的次序不对"
