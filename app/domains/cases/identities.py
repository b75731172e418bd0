"""Identity numbers (GB 11643), credit codes (GB 32100) and phone numbers: read, checked, refused with what is wrong (M-19)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from stdnum.cn import uscc

from app.domains.cases.types import IdKind
from app.kernel.errors import Invalid

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    str(code) for code in (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91)
)
_LETTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_LENGTHS = {IdKind.PASSPORT: (5, 20), IdKind.HK_MACAO: (8, 20), IdKind.TAIWAN: (8, 20), IdKind.OTHER: (3, 40)}


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident identity number with what it says. An unknown area code is a reason to look again, never to refuse."""

    number: str
    born_on: date
    sex: str
    known_area: bool


def check_resident(text: str, *, today: date, field: str = "id_no") -> Resident:
    """Read a resident identity number: 18 places, a day of birth that existed, MOD 11-2. The area code is never compared with the birth year."""
    number = _plain(text)
    if len(number) != 18:
        raise Invalid(f"身份证号应为 18 位，现为 {len(number)} 位", field=field)
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise Invalid("身份证号前 17 位应为数字，末位为数字或者 X", field=field)
    born_on = _birth(number[6:14], today, field)
    right = _CHECKS[sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]
    if number[17] != right:
        raise Invalid(f"身份证号校验位不符：第 18 位应为 {right}。核对证件后重填", field=field)
    return Resident(number, born_on, "男" if int(number[16]) % 2 else "女", number[:2] in _PROVINCES)


def check_credit_code(text: str, *, field: str = "id_no") -> str:
    """Read a unified social credit code: 18 places of its alphabet, MOD 31-3 by python-stdnum; codes that begin with letters (N2… of villages) included."""
    code = _plain(text)
    if len(code) != 18:
        raise Invalid(f"统一社会信用代码应为 18 位，现为 {len(code)} 位", field=field)
    strange = sorted(set(code) - _LETTERS)
    if strange:
        raise Invalid(f"统一社会信用代码含有不使用的字符 {'、'.join(strange)}（不用 I、O、S、V、Z）", field=field)
    right = str(uscc.calc_check_digit(code[:17]))
    if code[17] != right:
        raise Invalid(f"统一社会信用代码校验位不符：第 18 位应为 {right}。核对证照后重填", field=field)
    return code


def check_identity(kind: IdKind, text: str, *, today: date, field: str = "id_no") -> str:
    """The number of a paper in its one form; others than resident and credit numbers are judged by length alone."""
    if kind is IdKind.RESIDENT:
        return check_resident(text, today=today, field=field).number
    if kind is IdKind.USCC:
        return check_credit_code(text, field=field)
    number, (least, most) = _plain(text), _LENGTHS[kind]
    if not least <= len(number) <= most:
        raise Invalid(f"{kind.word}号码应为 {least} 至 {most} 位，现为 {len(number)} 位", field=field)
    return number


def check_phone(text: str, *, field: str = "phone") -> str:
    """A mobile number of 11 digits, or area code and number (020-80000101); '' stays ''."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("—", "-").replace("–", "-").strip()
    if not plain:
        return ""
    bare = plain.removeprefix("+86").replace("-", "")
    if re.fullmatch(r"1[3-9]\d{9}", bare):
        return bare
    if re.fullmatch(r"0\d{2,3}-?\d{7,8}(-\d{1,6})?", plain):
        return plain
    raise Invalid("联系电话应为 11 位手机号，或者区号加号码（如 020-80000101）", field=field)


def _birth(digits: str, today: date, field: str) -> date:
    try:
        born_on = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise Invalid(f"身份证号中的出生日期 {digits} 不存在", field=field) from None
    if born_on.year < 1880 or born_on > today:
        raise Invalid(f"身份证号中的出生日期 {born_on.isoformat()} 不可能", field=field)
    return born_on


def _plain(text: str) -> str:
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
