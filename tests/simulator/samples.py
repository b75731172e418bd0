"""Terms and packages for the simulator's tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.kernel.clock import at_shanghai
from app.kernel.money import Money
from app.simulator.terms import Round, Terms

L4 = Terms(
    reference="L4",
    case_no="（2026）粤0115执1422号",
    title="包装机械及自动输送线一批",
    court="广州市南沙区人民法院",
    asset="equipment",
    round=Round.FIRST,
    starting_price=Money.yuan("76000.00"),
    deposit=Money.yuan("7600.00"),
    increment=Money.yuan("500.00"),
    opens_at=at_shanghai(2026, 3, 18, 10),
    ends_at=at_shanghai(2026, 3, 19, 10),
    announced_at=at_shanghai(2026, 3, 2),
    appraisal_price=Money.yuan("108000.00"),
    location="广州市南沙区万环东路5号一号厂房",
)
SALE = replace(L4, reference="L7", round=Round.SALE, ends_at=L4.opens_at + timedelta(days=60))
