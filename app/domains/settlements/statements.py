"""Bank statements: imported once, sure lines booked, doubtful ones left to a person (待认领). The same line in two files is booked once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import select

from app.domains.audit.service import record
from app.domains.cases.queries import in_scope
from app.domains.cases.tables import Case
from app.domains.settlements.payments import list_loans
from app.domains.settlements.permissions import BOOK_RECEIPT
from app.domains.settlements.queries import get_settlement
from app.domains.settlements.rules import PAYING, owed
from app.domains.settlements.service import BookReceipt, book_receipt
from app.domains.settlements.statement_rules import Candidate, Line, Open, candidates_of, read_lines, sure
from app.domains.settlements.tables import BankLine, BankStatement, Receipt, Settlement
from app.infra.unit_of_work import Reading, Work, for_house
from app.kernel.errors import Invalid, NotAllowed, NotFound, NotNow
from app.kernel.ids import digest_of
from app.kernel.money import Money

SHOWN_CANDIDATES = 5


@dataclass(frozen=True)
class Taken:
    """What came of a file. `again`: this very file had been taken before, nothing was booked."""

    statement: BankStatement
    booked: int
    doubtful: int
    again: bool = False


def import_statement(w: Work, content: bytes, name: str) -> Taken:
    """Take a file: every new line is booked where the match is sure, else it waits for a person. Invalid names every bad cell and takes nothing."""
    if not BOOK_RECEIPT.held_by(w.actor) or not w.actor.court_id:
        raise NotAllowed("你不能导入银行流水：该操作属于书记员", code="no_right")
    lines, digest = read_lines(content, name), digest_of(content)
    earlier = select(BankStatement).where(BankStatement.court_id == w.actor.court_id, BankStatement.digest == digest)
    before = w.session.scalar(in_scope(earlier, BankStatement, w.actor))
    if before is not None:
        return Taken(before, 0, 0, again=True)
    fresh = _fresh(w, lines)
    of = {"court_id": w.actor.court_id, "name": name[:200], "digest": digest, "taken_by": w.actor.id, "taken_at": w.now}
    statement = BankStatement(**of, lines=len(lines), known=len(lines) - len(fresh))
    w.session.add(statement)
    w.flush()
    record(w, "statement.imported", "statement", statement.id, f"导入银行流水 {len(lines)} 行", digest=digest)
    accounts = list_open(w)
    booked = 0
    for line in fresh:
        accounts, done = _place(w, statement, line, accounts)
        booked += done
    return Taken(statement, booked, len(fresh) - booked)


def claim(w: Work, line_id: str, settlement_id: str) -> BankLine:
    """A person says which account a doubtful line belongs to; the money is booked there, what is more than is owed is kept to go back."""
    line = _doubtful(w, line_id)
    account = get_settlement(w, settlement_id)
    book_receipt(w, account.id, BookReceipt(line.amount, line.received_on, line.payer, line.reference, line.remark, keep_surplus=True))
    line.state, line.settlement_id, line.case_id, line.decided_by, line.decided_at = "booked", account.id, account.case_id, w.actor.id, w.now
    w.flush()
    record(w, "statement.claimed", "settlement", account.id, f"认领到账 {line.amount.grouped} 元", case_id=account.case_id)
    return line


def ignore(w: Work, line_id: str, reason: str) -> BankLine:
    """The line is no auction money; a person says why."""
    line = _doubtful(w, line_id)
    if not reason.strip():
        raise Invalid("写明不认领的理由", field="reason")
    line.state, line.reason, line.decided_by, line.decided_at = "ignored", reason.strip()[:200], w.actor.id, w.now
    record(w, "statement.ignored", "statement", line.statement_id, f"第 {line.row_no} 行不认领：{line.reason}")
    return line


def list_doubtful(r: Reading, *, settlement_id: str = "", limit: int = 100) -> list[BankLine]:
    """Lines that wait for a person, in the actor's court, oldest first; those that may belong to one account where it is given."""
    waiting = select(BankLine).where(BankLine.state == "doubtful").order_by(BankLine.received_on, BankLine.row_no, BankLine.id).limit(limit)
    rows = r.session.scalars(in_scope(waiting, BankLine, r.actor)).all()
    return [row for row in rows if not settlement_id or any(each["settlement"] == settlement_id for each in row.candidates)]


def list_statements(r: Reading, *, limit: int = 30) -> Sequence[BankStatement]:
    """Files taken by the actor's court, latest first."""
    latest = select(BankStatement).order_by(BankStatement.taken_at.desc(), BankStatement.id).limit(limit)
    return r.session.scalars(in_scope(latest, BankStatement, r.actor)).all()


def list_open(r: Reading) -> list[Open]:
    """The accounts in scope that wait for money; three queries."""
    waiting = select(Settlement).where(Settlement.status.in_(PAYING)).order_by(Settlement.due_on, Settlement.id)
    rows = r.session.scalars(in_scope(waiting, Settlement, r.actor)).all()
    of_cases = select(Case.id, Case.number).where(Case.id.in_({row.case_id for row in rows}))
    numbers = {str(case_id): str(number) for case_id, number in r.session.execute(in_scope(of_cases, Case, r.actor))}
    loans = list_loans(r, [row.id for row in rows])
    return [
        Open(
            row.id, row.title, numbers.get(row.case_id, ""), row.winner_code, owed(row.price, row.deposit, row.paid), row.buyer_name,
            tuple((each.bank, each.amount) for each in loans if each.settlement_id == row.id),
        )
        for row in rows
    ]  # fmt: skip


def _fresh(w: Work, lines: Sequence[Line]) -> list[Line]:
    """Lines that no file brought and no person booked by hand; the first of equal ones."""
    first = {line.mark: line for line in reversed(lines)}
    known = set(w.session.scalars(in_scope(select(BankLine.mark).where(BankLine.mark.in_(first)), BankLine, w.actor)))
    references = [line.reference for line in lines]
    by_hand = select(Receipt.reference, Receipt.received_on, Receipt.amount).where(Receipt.reference.in_(references))
    booked: set[tuple[str, object, Money]] = {(ref, on, amount) for ref, on, amount in w.session.execute(in_scope(by_hand, Receipt, w.actor))}
    return [
        line
        for line in lines
        if first[line.mark] is line and line.mark not in known and (line.reference, line.received_on, line.amount) not in booked
    ]  # fmt: skip


def _place(w: Work, statement: BankStatement, line: Line, accounts: list[Open]) -> tuple[list[Open], bool]:
    """Keep a line and book it where that is sure; the accounts with what is left now."""
    found = candidates_of(line, accounts)
    chosen = sure(found) if line.received_on <= w.today else None
    row = BankLine(
        court_id=statement.court_id, statement_id=statement.id, row_no=line.row, mark=line.mark, amount=line.amount, received_on=line.received_on,
        payer=line.payer, reference=line.reference, remark=line.remark, state="doubtful", score=found[0].score if found else 0,
        candidates=[_kept(each) for each in found[:SHOWN_CANDIDATES]],
    )  # fmt: skip
    w.session.add(row)
    if chosen is None:
        return accounts, False
    account = book_receipt(w, chosen.settlement_id, BookReceipt(line.amount, line.received_on, line.payer, line.reference, line.remark))
    row.state, row.settlement_id, row.case_id = "booked", account.id, account.case_id
    w.flush()
    left = owed(account.price, account.deposit, account.paid)
    rest = [replace(each, left=left) if each.settlement_id == account.id else each for each in accounts]
    return [each for each in rest if each.left], True


def _kept(found: Candidate) -> dict[str, object]:
    plain = asdict(found)
    return {"settlement": plain["settlement_id"], "title": plain["title"], "score": plain["score"], "reasons": list(plain["reasons"])}


def _doubtful(w: Work, line_id: str) -> BankLine:
    line = w.session.scalar(in_scope(select(BankLine), BankLine, w.actor).where(BankLine.id == line_id))
    if line is None:
        raise NotFound
    if line.state != "doubtful":
        raise NotNow("这一笔已经处理", code="decided")
    return line


def lines_of(r: Reading, settlement_id: str) -> dict[str, int]:
    """The score with which each reference of an account was matched; for whoever holds the account."""
    of = select(BankLine.reference, BankLine.score).where(BankLine.settlement_id == settlement_id)
    return {str(reference): int(score) for reference, score in r.session.execute(for_house(of))}
