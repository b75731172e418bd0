"""Bank lines: a file read row by row, and which account a line belongs to, by amount, name and reference, with score and reasons. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.domains.assets.sheets import Cell, Column, SheetRow, read_book
from app.kernel.errors import Invalid
from app.kernel.ids import digest_of
from app.kernel.money import ZERO, MalformedMoney, Money

SHEETS: Mapping[str, Sequence[Column]] = {
    "银行流水": (
        Column("received_on", "日期", needed=True, sample="2026-04-08"),
        Column("amount", "金额", needed=True, sample="585000.00"),
        Column("payer", "付款人", needed=True, sample="卢锦程"),
        Column("reference", "流水号", needed=True, code=True, sample="BOC202604080001"),
        Column("remark", "附言", sample="J4471 余款"),
    )
}
BOOKS_FROM, LEADS_BY = 60, 20
BY_CODE, BY_CASE, BY_NAME, BY_NAMED, BY_AMOUNT, BY_LOAN, BY_PART = 35, 30, 35, 25, 30, 25, 5
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T].*)?")
_PLAIN = str.maketrans("（）", "()", " \t")


@dataclass(frozen=True)
class Line:
    """One line of money that came in, with its row in the file."""

    row: int
    received_on: date
    amount: Money
    payer: str
    reference: str
    remark: str = ""

    @property
    def mark(self) -> str:
        """What makes two lines the same: reference, day and amount."""
        return digest_of({"reference": self.reference, "day": self.received_on.isoformat(), "amount": self.amount.fen})


@dataclass(frozen=True)
class Open:
    """An account that waits for money. `loans`: banks and what they said they would pay."""

    settlement_id: str
    title: str
    case_number: str
    code: str
    left: Money
    buyer: str = ""
    loans: tuple[tuple[str, Money], ...] = ()


@dataclass(frozen=True)
class Candidate:
    """An account that a line may belong to. `kinds` of proof: amount, name, reference."""

    settlement_id: str
    title: str
    score: int
    reasons: tuple[str, ...]
    kinds: frozenset[str]
    fits: bool


def read_lines(content: bytes, name: str) -> list[Line]:
    """The lines of an xlsx or csv file; Invalid names every bad cell by row and column, and then nothing is taken (M-73)."""
    book = read_book(_utf8(content, name), name, SHEETS)
    faults = [str(each) for each in book.faults]
    lines: list[Line] = []
    for row in (each for rows in book.rows.values() for each in rows):
        found = _line(row, faults)
        if found is not None:
            lines.append(found)
    if faults:
        raise Invalid(f"文件有 {len(faults)} 处不能识别，没有导入", field="file", faults=tuple(("file", each) for each in faults))
    if not lines:
        raise Invalid("文件里没有流水", field="file")
    return lines


def candidates_of(line: Line, accounts: Sequence[Open]) -> list[Candidate]:
    """Accounts with any proof, best first; equal ones in the order given."""
    found = [_weigh(line, each) for each in accounts]
    return sorted((each for each in found if each.score), key=lambda each: -each.score)


def sure(candidates: Sequence[Candidate]) -> Candidate | None:
    """The account that a line is booked to without a person: it fits, two kinds of proof, a high score, well before the next; else None (待认领)."""
    if not candidates:
        return None
    first, second = candidates[0], candidates[1].score if len(candidates) > 1 else 0
    clear = first.fits and len(first.kinds) >= 2 and first.score >= BOOKS_FROM and first.score - second >= LEADS_BY
    return first if clear else None


def _weigh(line: Line, account: Open) -> Candidate:
    text, payer = _plain(f"{line.reference}|{line.remark}"), _plain(line.payer)
    proofs: list[tuple[str, int, str]] = []
    if _stands_in(account.code, f"{line.reference}|{line.remark}"):
        proofs.append(("reference", BY_CODE, f"附言含竞买号 {account.code}"))
    if account.case_number and _plain(account.case_number) in text:
        proofs.append(("reference", BY_CASE, "附言含案号"))
    if account.buyer and payer == _plain(account.buyer):
        proofs.append(("name", BY_NAME, "付款人与买受人一致"))
    elif account.buyer and _plain(account.buyer) in text:
        proofs.append(("name", BY_NAMED, "附言含买受人姓名"))
    loan = next((amount for bank, amount in account.loans if payer == _plain(bank)), None)
    if loan is not None:
        proofs.append(("name", BY_NAMED, "付款人为登记的贷款银行"))
    amounts = {account.left: (BY_AMOUNT, "金额等于尚欠金额")} if account.left else {}
    if loan is not None and line.amount == loan:
        amounts = {loan: (BY_LOAN, "金额等于登记的贷款额"), **amounts}
    if line.amount in amounts:
        proofs.append(("amount", *amounts[line.amount]))
    elif proofs and line.amount < account.left:
        proofs.append(("part", BY_PART, "金额少于尚欠金额，可能分笔支付"))
    fits = ZERO < line.amount <= account.left
    reasons = [words for _, _, words in proofs] + ([] if fits else ["金额超过尚欠金额，须核对"])
    kinds = frozenset(kind for kind, _, _ in proofs if kind != "part")
    return Candidate(account.settlement_id, account.title, min(100, sum(points for _, points, _ in proofs)), tuple(reasons), kinds, fits)


def _stands_in(code: str, text: str) -> bool:
    """Does the bidder's code stand in the text as a word of its own, not inside a longer number?"""
    return bool(code) and re.search(rf"(?<![0-9A-Z]){re.escape(code.upper())}(?![0-9A-Z])", text.upper()) is not None


def _plain(text: str) -> str:
    return text.translate(_PLAIN).upper()


def _line(row: SheetRow, faults: list[str]) -> Line | None:
    before = len(faults)
    missing = [column.title for column in SHEETS[row.sheet] if column.needed and not _text(row.cells.get(column.key))]
    faults += [f"第 {row.number} 行“{title}”：没有填写" for title in missing]
    day, amount = _day(row, faults), _amount(row, faults)
    if len(faults) > before or day is None or amount is None:
        return None
    payer, reference, remark = (_text(row.cells.get(key)) for key in ("payer", "reference", "remark"))
    return Line(row.number, day, amount, payer[:100], reference[:100], remark[:200])


def _day(row: SheetRow, faults: list[str]) -> date | None:
    cell = row.cells.get("received_on")
    if cell is None or not _text(cell):
        return None
    if isinstance(cell.value, date):
        return cell.value.date() if isinstance(cell.value, datetime) else cell.value
    read = _DAY.fullmatch(_text(cell))
    try:
        if read:
            return date(*(int(part) for part in read.groups()))
    except ValueError:
        pass
    _wrong(row, cell, "不是日期", "2026-04-08", faults)
    return None


def _amount(row: SheetRow, faults: list[str]) -> Money | None:
    cell = row.cells.get("amount")
    if cell is None or not _text(cell):
        return None
    try:
        amount = Money.yuan(_text(cell))
    except MalformedMoney:
        _wrong(row, cell, "不是数字", "12000.00", faults)
        return None
    if amount <= ZERO:
        _wrong(row, cell, "不是收入", "12000.00", faults)
        return None
    return amount


def _wrong(row: SheetRow, cell: Cell, what: str, better: str, faults: list[str]) -> None:
    faults.append(f"第 {row.number} 行“{cell.title}”（{cell.letter}{row.number}）：{_text(cell)} {what}，改为 {better} 后重新上传")


def _text(cell: Cell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    value = cell.value
    return f"{Decimal(f'{value:.15g}'):f}" if isinstance(value, float) else str(value).strip()


def _utf8(content: bytes, name: str) -> bytes:
    """Banks write csv in GB 18030 as well."""
    if not name.lower().endswith(".csv"):
        return content
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030").encode()
        except UnicodeDecodeError:
            return content
    return content
