"""AUX-13: two slots are advised, and no article demands them."""

from __future__ import annotations

import pytest

from app.law.rulebook import RULES
from app.law.viewing import ADVICE, slots_advice


@pytest.mark.parametrize(("planned", "told"), [(0, True), (1, True), (2, False), (7, False)])
def test_fewer_than_two_slots_are_advised_against(planned: int, told: bool) -> None:
    assert slots_advice(planned) == (f"已排 {planned} 个时段，{ADVICE}" if told else "")


def test_the_article_demands_a_record_and_no_number() -> None:
    assert "两" not in RULES["AUX-13"].demand
    assert "法律没有规定" in ADVICE
