"""What a decider and a panel member send: verdict, reason and digest; five opinions and a remark."""

from __future__ import annotations

from collections.abc import Mapping

from app.domains.approvals.rules import AGREES, Verdict
from app.kernel.errors import Invalid
from app.law.publication import PANEL_MATTERS

VERDICTS = {"approve": Verdict.AGREE, "return": Verdict.RETURN, "refuse": Verdict.REFUSE}
LONGEST = 200


def verdict_of(sent: Mapping[str, str]) -> Verdict:
    """The button that was pressed."""
    try:
        return VERDICTS[sent.get("verdict", "")]
    except KeyError:
        raise Invalid("选择同意、退回修改或不同意", field="verdict") from None


def opinions_of(sent: Mapping[str, str]) -> dict[str, str]:
    """Per matter 'agree' or what it should be; a matter not spoken to is ''."""
    found = {}
    for code, title in PANEL_MATTERS.items():
        choice, other = sent.get(code, ""), sent.get(f"{code}-other", "").strip()
        if choice == "other" and (other == AGREES or len(other) > LONGEST):
            raise Invalid(f"{title}：写明应为多少，不超过 {LONGEST} 字", field=code)
        found[code] = AGREES if choice == AGREES else other if choice == "other" else ""
    return found
