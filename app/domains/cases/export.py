"""The list of cases as a workbook: names of parties, no numbers of theirs (trust.md R40)."""

from __future__ import annotations

from collections.abc import Sequence

from app.domains.cases.listing import CaseRow
from app.domains.cases.types import CaseKind, Stage
from app.infra.workbooks import workbook_of
from app.web.formats import moment

HEAD = ("案号", "当事人", "案由", "案件类型", "当前阶段", "承办法官", "书记员", "立案日期", "申请执行标的额(元)", "最近期限", "期限事项")


def cases_workbook(rows: Sequence[CaseRow]) -> bytes:
    """An xlsx file: one head, one line a case."""
    return workbook_of("案件", HEAD, map(_cells, rows))


def _cells(row: CaseRow) -> tuple[str, ...]:
    case = row.case
    due = moment(row.due_at) if row.due_at else ""
    stage = Stage(case.stage).word
    kind = CaseKind(case.kind).word
    return (
        case.number,
        row.parties,
        case.cause,
        kind,
        stage,
        row.judge,
        row.clerk,
        case.filed_on.isoformat(),
        str(case.claim),
        due,
        case.next_due_title,
    )
