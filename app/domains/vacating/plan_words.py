"""The plan of a forced day in words: what the director reads before agreeing to it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.domains.vacating.plan_rules import DUTIES, LEVELS, STEPS, TEXTS, posts_of
from app.domains.vacating.rules import ARRANGEMENTS, CARES, Person, cares_of
from app.kernel.clock import local
from app.law.occupants import arrangements_for


def words_of_plan(content: Mapping[str, Any], day_at: datetime, people: Iterable[Person]) -> str:
    """Line by line: when and where, who is in the place and what they need, who does what, what may go wrong, when to stop."""
    here = [each for each in people if not each.left]
    lines = [f"实施时间：{local(day_at):%Y-%m-%d %H:%M}"]
    lines += [f"流程 {at}：{STEPS[code]}" for code, at in content.get("times", {}).items()]
    lines += [f"占有人：{occupant_words(each)}" for each in here] or ["占有人：未登记"]
    lines += [f"须有的照护：{ARRANGEMENTS[each]}" for each in arrangements_for(cares_of(here))]
    lines += [f"{DUTIES[each.duty]}：{each.name}（{each.unit}）" for each in posts_of(content)]
    lines += [f"风险（{LEVELS[row['level']]}）：{row['risk']}。预案：{row['answer']}。责任人：{row['responsible']}" for row in content.get("risks", [])]
    lines += [f"中止条件：{each}" for each in content.get("stop_conditions", [])]
    lines += [f"{word}：{content[name]}" for name, word in TEXTS.items() if content.get(name)]
    lines += [f"经费：{content['budget']} 元"] if content.get("budget") else []
    return "\n".join(lines)


def occupant_words(person: Person) -> str:
    """何月娥（70岁以上）."""
    return f"{person.words}（{care_words(person)}）" if person.cares else person.words


def care_words(person: Person) -> str:
    """What the person needs, '' for nothing."""
    return "、".join(word for care, word in CARES.items() if care in person.cares)
