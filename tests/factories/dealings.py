"""One row of everything between a court and an agency, for the matrix of routes."""

from __future__ import annotations

from datetime import timedelta

from app.domains.agencies.tables import BidderCheck, Choice, DeedRow, Ending, Engagement, Fee, InterestDeclaration, RosterLine, Statement
from app.domains.audit.service import record
from app.infra.house import House
from app.kernel.actor import Actor
from app.kernel.ids import new_id
from app.kernel.money import Money
from tests.factories.courts import Bench

OF_AGENCY = frozenset({"statement_id", "ending_id", "deed_id", "fee_id", "line_id", "engagement_id"})
DIGEST = "cd" * 32


def enter_dealings(house: House, bench: Bench, ids: dict[str, str], agency_id: str, clerk: Actor, worker: Actor) -> dict[str, str]:
    """An engagement with its ending, a deed under review, a fee in a sent statement, a roster line, a declaration, a draw and a checked bidder."""
    with house.work() as w:
        of = {"agency_id": agency_id, "court_id": bench.court_id}
        lot = {"court_id": bench.court_id, "case_id": ids["case_id"], "asset_id": ids["asset_id"]}
        days = {"from_on": w.today, "until_on": w.today + timedelta(days=30)}
        term = Engagement(**of, **days, kinds=["custody"], quota=5)
        sheet = Statement(**of, month="2026-03", state="sent", total=Money.yuan("1800"), lines=[], digest=DIGEST, made_at=w.now, made_by=clerk.id)
        w.session.add_all([term, sheet])
        w.flush()
        rows = {
            "deed_id": DeedRow(**of, kind="returned", subject=new_id(), title="现场调查", at=w.now, entered_by=clerk.id, review="asked", review_reason="误"),
            "fee_id": Fee(**of, task_id=new_id(), number="粤-1", kind="custody", title="保管", month="2026-03", earned_at=w.now, statement_id=sheet.id),
            "line_id": RosterLine(agency_id=agency_id, person_id=worker.id, kind="duty", **days, entered_at=w.now),
            "ending_id": Ending(**of, engagement_id=term.id, reason="期满", begun_at=w.now, begun_by=clerk.id),
            "declaration_id": InterestDeclaration(
                side="court", court_id=bench.court_id, person_id=clerk.id, relation="spouse", name="何书岚", declared_at=w.now, renew_by=w.today
            ),
            "check_id": BidderCheck(**lot, round_id=ids["round_id"], code="A1", name="方屿宁", gate="manual", hits=[], checked_at=w.now, checked_by=clerk.id),
            "choice_id": Choice(**lot, title="现场调查", kind="survey_equipment", way="draw", commitment=DIGEST, committed_at=w.now, committed_by=clerk.id),
        }
        w.session.add_all(rows.values())
        w.flush()
        record(w, "stand.dealings", "agency", agency_id, "测试数据")
        return {"engagement_id": term.id, "statement_id": sheet.id, **{name: row.id for name, row in rows.items()}}
