"""看样: any bidder may ask for one; request, time and guide are recorded (法释〔2016〕18号 art. 14(4), AUX-13). No article says how many there must be.

Two are advice and never a block: forms.md §2.9 marks the number 待核.
"""

from __future__ import annotations

ADVISED_SLOTS = 2
ADVICE = "开拍前建议安排两个以上时段（建议，法律没有规定次数）；公告期内任何竞买人可申请"


def slots_advice(planned: int) -> str:
    """What to tell whoever plans slots, '' once there are as many as advised. planned: slots that were not called off."""
    return f"已排 {planned} 个时段，{ADVICE}" if planned < ADVISED_SLOTS else ""
