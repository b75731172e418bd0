"""Lines of the hand-over record: read whole, or refused by line."""

from __future__ import annotations

from datetime import date

import pytest

from app.domains.handovers.lines import charges_of, check_lines, counted_of, keys_of, meters_of
from app.kernel.errors import Invalid
from app.kernel.money import Money

NONE = {"keys": "无", "meters": "无", "arrears": "无"}


def test_every_line_that_is_taken_stands_in_the_paper() -> None:
    read = {
        "keys": "入户门钥匙 | 3\n门禁卡｜2",
        "meters": "水表 | S-01 | 1204 | 吨\n包装机械 | 46台套",
        "arrears": "电费 | 2026-05-06 | 356.10 | 被执行人",
    }
    check_lines(read)
    assert keys_of(read["keys"]) == [{"name": "入户门钥匙", "count": 3}, {"name": "门禁卡", "count": 2}]
    assert meters_of(read["meters"]) == [{"kind": "水表", "no": "S-01", "reading": "1204", "unit": "吨"}]
    assert counted_of(read["meters"]) == [{"name": "包装机械", "quantity": "46台套"}]
    assert charges_of(read["arrears"]) == [{"kind": "电费", "as_of": date(2026, 5, 6), "amount": Money.yuan("356.10"), "bearer": "被执行人"}]


def test_none_is_none() -> None:
    check_lines(NONE)
    assert [keys_of("无"), meters_of("无"), counted_of("无"), charges_of("无")] == [[], [], [], []]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("keys", "3把"),
        ("keys", "入户门钥匙 | 3\n门禁卡 | 两张"),
        ("keys", "钥匙 |"),
        ("keys", "无\n入户门钥匙 | 3"),
        ("meters", "水1204 电8877"),
        ("meters", "水表 | S-01 | 1204"),
        ("arrears", "物业费 300 元"),
        ("arrears", "物业费 | 五月 | 300 | 被执行人"),
        ("arrears", "物业费 | 2026-05-06 | 三百 | 被执行人"),
    ],
)
def test_a_line_that_the_paper_could_not_take_is_named(name: str, text: str) -> None:
    with pytest.raises(Invalid, match="读不出") as refused:
        check_lines(NONE | {name: text})
    assert [field for field, _ in refused.value.faults] == [name]
