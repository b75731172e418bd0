"""Service of papers: what each way asks for, and the day from which it counts (AUX-08, NA-16, RP-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.kernel.workdays import built_in
from app.law.serving import Attempt, Outcome, Relation, Result, Way, stand

CALENDAR, TODAY, DAY = built_in(), date(2026, 4, 2), date(2026, 4, 1)
TWO = ("温若琳", "雷振屿")
DIRECT = Attempt(Way.DIRECT, Result.RECEIVED, DAY, TWO, place="南沙区", receiver="林绍恒", relation=Relation.SELF)
LEFT = Attempt(Way.LEFT, Result.REFUSED, DAY, TWO, place="南沙区", note="本人拒收", pictures=2)
POST = Attempt(Way.POST, Result.RECEIVED, DAY, TWO, postal_no="EMS1", receiver="林绍恒", relation=Relation.SELF)
MAIL = Attempt(Way.ELECTRONIC, Result.RECEIVED, DAY, TWO, channel="短信", consent="确认书")
NOTICE = Attempt(Way.PLATFORM, Result.SENT, date(2026, 3, 4), TWO, ground="下落不明")
NOTARY = Attempt(Way.NOTARY, Result.REFUSED, DAY, TWO, place="南沙区", notary_no="（2026）粤穗字第1号")
FAMILY = replace(DIRECT, receiver="林某", relation=Relation.FAMILY, adult=True)


@pytest.mark.parametrize(
    ("attempt", "outcome", "on"),
    [
        pytest.param(DIRECT, Outcome.SERVED, DAY, id="direct"),
        pytest.param(FAMILY, Outcome.SERVED, DAY, id="adult family"),
        pytest.param(replace(DIRECT, result=Result.REFUSED), Outcome.FAILED, None, id="refused is not served"),
        pytest.param(replace(DIRECT, result=Result.ABSENT), Outcome.FAILED, None, id="nobody there"),
        pytest.param(LEFT, Outcome.DEEMED, DAY, id="left with photos"),
        pytest.param(replace(LEFT, pictures=0, witness="居委会 周某"), Outcome.DEEMED, DAY, id="left with witness"),
        pytest.param(replace(LEFT, pictures=0, place="", at_court=True), Outcome.DEEMED, DAY, id="refused at court"),
        pytest.param(POST, Outcome.SERVED, DAY, id="post"),
        pytest.param(replace(POST, result=Result.SENT), Outcome.UNDER_WAY, None, id="sending is not service"),
        pytest.param(replace(POST, result=Result.RETURNED), Outcome.FAILED, None, id="returned"),
        pytest.param(replace(POST, result=Result.RETURNED, address_confirmed=True), Outcome.DEEMED, DAY, id="returned from the confirmed address"),
        pytest.param(MAIL, Outcome.SERVED, DAY, id="electronic"),
        pytest.param(NOTARY, Outcome.DEEMED, DAY, id="notary"),
        pytest.param(NOTICE, Outcome.DEEMED, date(2026, 3, 9), id="platform: five full days"),
        pytest.param(replace(NOTICE, on=date(2026, 3, 28)), Outcome.DEEMED, TODAY, id="platform: the fifth day is today"),
        pytest.param(replace(NOTICE, on=date(2026, 3, 29)), Outcome.COUNTING, date(2026, 4, 3), id="platform: still counting"),
        pytest.param(replace(NOTICE, way=Way.PUBLIC), Outcome.COUNTING, date(2026, 4, 3), id="public notice: thirty days"),
        pytest.param(replace(NOTICE, way=Way.DISCLOSURE), Outcome.DEEMED, date(2026, 3, 19), id="disclosure: fifteen days"),
        pytest.param(Attempt(Way.DELEGATED, Result.SENT, DAY, TWO, place="番禺法院"), Outcome.UNDER_WAY, None, id="delegated"),
    ],
)
def test_an_attempt_stands_from_its_day(attempt: Attempt, outcome: Outcome, on: date | None) -> None:
    found = stand(attempt, CALENDAR, TODAY)
    assert (found.outcome, found.effective_on, found.findings) == (outcome, on, ())
    assert found.counted


@pytest.mark.parametrize(
    ("attempt", "field"),
    [
        pytest.param(replace(DIRECT, servers=("温若琳", "")), "second", id="one server"),
        pytest.param(replace(DIRECT, servers=("温若琳", "温若琳")), "second", id="the same twice"),
        pytest.param(replace(DIRECT, receiver=""), "receiver", id="nobody named"),
        pytest.param(replace(DIRECT, place=" "), "place", id="no place"),
        pytest.param(replace(DIRECT, result=Result.SENT), "result", id="no such result"),
        pytest.param(replace(FAMILY, adult=False), "adult", id="a minor"),
        pytest.param(replace(LEFT, pictures=0), "witness", id="neither witness nor photo"),
        pytest.param(replace(LEFT, note=""), "note", id="no refusal told"),
        pytest.param(replace(POST, postal_no=""), "postal_no", id="no number"),
        pytest.param(replace(MAIL, consent=""), "consent", id="no consent"),
        pytest.param(replace(MAIL, channel=""), "channel", id="no channel"),
        pytest.param(replace(NOTICE, ground=""), "ground", id="no ground"),
        pytest.param(replace(NOTARY, notary_no=""), "notary_no", id="no deed"),
    ],
)
def test_what_a_way_asks_for_and_is_missing_keeps_it_from_standing(attempt: Attempt, field: str) -> None:
    found = stand(attempt, CALENDAR, TODAY)
    assert (found.outcome, [each.field for each in found.findings]) == (Outcome.FAILED, [field])


def test_a_unit_has_no_family_to_sign_for_it() -> None:
    assert "relation" in [each.field for each in stand(FAMILY, CALENDAR, TODAY, natural=False).findings]


def test_a_refusal_without_witness_and_photo_says_which_article() -> None:
    assert stand(replace(LEFT, pictures=0), CALENDAR, TODAY).findings[0].message == "见证人和照片不全，不能作留置送达；民诉法第89条"
