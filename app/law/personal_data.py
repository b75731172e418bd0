"""Personal numbers in free text: identity numbers, phones, bank accounts, plates, certificate numbers, mail addresses (law.md PI-02, PI-12)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from re import Match, Pattern


class Number(StrEnum):
    """What kind of personal number was found."""

    ID = "id_number"
    PHONE = "phone"
    ACCOUNT = "bank_account"
    PLATE = "plate"
    CERTIFICATE = "certificate_number"
    EMAIL = "email"

    @property
    def label(self) -> str:
        """For people."""
        return _LABELS[self]


_LABELS = {
    Number.ID: "身份证号",
    Number.PHONE: "手机号",
    Number.ACCOUNT: "银行账号",
    Number.PLATE: "车牌号",
    Number.CERTIFICATE: "权属证书号",
    Number.EMAIL: "电子邮箱",
}


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """One personal number in a text: its half-open range and the words as they stand there (never to be logged)."""

    kind: Number
    start: int
    end: int
    found: str


_GAP = r"[\s\-\u00a0]?"
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
_RUN = re.compile(rf"(?<![0-9A-Za-z０-９.])[0-9０-９](?:{_GAP}[0-9０-９]){{10,21}}(?:{_GAP}[XxＸｘ])?(?![0-9A-Za-z０-９]|\.\d|,\d{{3}})")
_PIECE = re.compile(r"[0-9０-９]+[XxＸｘ]?")
_LABELLED = re.compile(rf"(?:账号|帐号|账户|帐户|卡号)[^0-9０-９。；;\n]{{0,8}}(?P<number>[0-9０-９](?:{_GAP}[0-9０-９]){{7,29}})")
_PATTERNS: tuple[tuple[Number, Pattern[str]], ...] = (
    (Number.PLATE, re.compile(rf"[{_PROVINCES}][A-Z][·•\s]?(?=[A-Z0-9]{{0,5}}\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警](?![0-9A-Za-z])")),
    (
        Number.CERTIFICATE,
        re.compile(
            r"(?:不动产权|房地产权?证?|房权证?|土地证|国用|房产证)[^0-9\n。；;]{0,12}(?:[（(]?\d{4}[)）]?)?[^0-9\n。；;]{0,10}第?\s?(?P<number>\d{6,14})号?"
        ),
    ),
    (Number.EMAIL, re.compile(r"(?<![0-9A-Za-z._%+\-])[0-9A-Za-z._%+\-]{1,64}@[0-9A-Za-z\-]{1,63}(?:\.[0-9A-Za-z\-]{1,63}){1,4}")),
)
_PLAIN_DIGITS = str.maketrans("０１２３４５６７８９ＸｘX", "0123456789xxx")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_OLD_ID_PLACES, _ID_PLACES, _PHONE_PLACES = 15, 18, 11
_ACCOUNT_PLACES = range(16, 23)


def find_personal(text: str, public: frozenset[str] = frozenset()) -> tuple[PersonalNumber, ...]:
    """Every personal number, in the order of the text, none overlapping another. A single blank or hyphen inside does not hide one.

    `public` are numbers that belong in the text, without blanks: the court's pay account while the lot is up, its consultation phone.
    """
    found = sorted((*_labelled(text), *_runs(text), *_by_pattern(text)), key=lambda each: (each.start, -each.end))
    kept: list[PersonalNumber] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return tuple(each for each in kept if _bare(each.found) not in public)


def redact(text: str, *, sign: str = "×", public: frozenset[str] = frozenset()) -> str:
    """The text with every personal number that is not `public` replaced by signs of the same length (PI-03)."""
    parts, place = [], 0
    for each in find_personal(text, public):
        parts += [text[place : each.start], sign * len(each.found)]
        place = each.end
    return "".join((*parts, text[place:]))


def is_resident_id(number: str) -> bool:
    """Is it a resident identity number: 18 places with a possible birthday and the right check digit (GB 11643)?"""
    plain = number.translate(_PLAIN_DIGITS)
    if not re.fullmatch(r"\d{17}[\dx]", plain) or not _is_day(plain[6:14]):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(plain, _WEIGHTS, strict=False)) % 11
    return "10x98765432"[rest] == plain[17]


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


def _runs(text: str) -> Iterator[PersonalNumber]:
    for each in _RUN.finditer(text):
        kind = _kind_of(each.group())
        if kind:
            yield PersonalNumber(kind, each.start(), each.end(), each.group())
        else:
            yield from _pieces(each)


def _pieces(run: Match[str]) -> Iterator[PersonalNumber]:
    """Neighbouring numbers that only look like one: a year beside a phone."""
    for piece in _PIECE.finditer(run.group()):
        kind = _kind_of(piece.group())
        if kind:
            yield PersonalNumber(kind, run.start() + piece.start(), run.start() + piece.end(), piece.group())


def _kind_of(written: str) -> Number | None:
    lengths = [len(piece) for piece in _PIECE.findall(written)]
    plain = _bare(written)
    if len(plain) == _PHONE_PLACES and lengths[0] in (3, _PHONE_PLACES):
        return Number.PHONE if re.fullmatch(r"1[3-9]\d{9}", plain) else None
    if len(plain) == _OLD_ID_PLACES:
        return Number.ID if _is_day("19" + plain[6:12]) else None
    if len(plain) == _ID_PLACES and (plain.endswith("x") or _is_day(plain[6:14])):
        return Number.ID
    grouped = len(lengths) == 1 or all(length == 4 for length in lengths[:-1])
    return Number.ACCOUNT if len(plain) in _ACCOUNT_PLACES and grouped else None


def _bare(written: str) -> str:
    return re.sub(r"[\s\-]", "", written).translate(_PLAIN_DIGITS)


def _labelled(text: str) -> Iterator[PersonalNumber]:
    for each in _LABELLED.finditer(text):
        yield PersonalNumber(Number.ACCOUNT, each.start("number"), each.end("number"), each.group("number"))


def _by_pattern(text: str) -> Iterator[PersonalNumber]:
    for kind, pattern in _PATTERNS:
        for each in pattern.finditer(text):
            group = "number" if "number" in pattern.groupindex else 0
            yield PersonalNumber(kind, each.start(group), each.end(group), each.group(group))
