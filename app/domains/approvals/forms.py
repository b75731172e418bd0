"""What a decider and a panel member send: verdict, reason and digest; an opinion on each matter and a remark; reasons of a return."""

from __future__ import annotations

from collections.abc import Mapping

from app.domains.approvals.rules import AGREES, Verdict
from app.kernel.errors import Invalid
from app.law.publication import PANEL_MATTERS

VERDICTS = {"approve": Verdict.AGREE, "return": Verdict.RETURN, "refuse": Verdict.REFUSE}
LONGEST = 200
MOST_FIELDS = 30


def verdict_of(sent: Mapping[str, str]) -> Verdict:
    """The button that was pressed."""
    try:
        return VERDICTS[sent.get("verdict", "")]
    except KeyError:
        raise Invalid("选择同意、退回修改或不同意", field="verdict") from None


def opinions_of(sent: Mapping[str, str], matters: Mapping[str, str] = PANEL_MATTERS) -> dict[str, str]:
    """Per matter 'agree' or what it should be; a matter not spoken to is ''."""
    found = {}
    for code, title in matters.items():
        choice, other = sent.get(code, ""), sent.get(f"{code}-other", "").strip()
        if choice == "other" and (other == AGREES or len(other) > LONGEST):
            raise Invalid(f"{title}：写明应为多少，不超过 {LONGEST} 字", field=code)
        found[code] = AGREES if choice == AGREES else other if choice == "other" else ""
    return found


def reasons_of(sent: Mapping[str, str]) -> dict[str, str]:
    """The reason beside each figure of a return: fields 'why:<title>', at most thirty, as long as one reason may be."""
    found = {name.removeprefix("why:")[:40]: words.strip()[:LONGEST] for name, words in sent.items() if name.startswith("why:") and words.strip()}
    return dict(list(found.items())[:MOST_FIELDS])
