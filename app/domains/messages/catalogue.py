"""The kinds of messages: a title on the settings page, how they usually go, and whether they go through quiet hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domains.messages.types import Choice

TEST = "test"


@dataclass(frozen=True)
class Kind:
    """One kind. `personal` is the usual choice for mail and the like, `group` for robots. `pierces`: sent also in quiet hours.

    Only what the design calls an alarm pierces (product.md promise 3, ui.md M-64, M-71: 立即报承办法官); everything else waits for the morning.
    """

    code: str
    title: str
    personal: Choice = Choice.DAILY
    group: Choice = Choice.OFF
    pierces: bool = False


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("difference", "平台不一致和出价异常", Choice.NOW, Choice.NOW, pierces=True),
        Kind("deadline", "期限临近和逾期", Choice.NOW, Choice.NOW),
        Kind("approval", "等我审批", Choice.NOW, Choice.NOW),
        Kind("vote", "等我表决", Choice.NOW, Choice.NOW),
        Kind("task", "任务", Choice.NOW),
        Kind("account", "账号安全", Choice.NOW),
        Kind("plan", "处置方案"),
        Kind("round", "竞价和成交"),
        Kind("settlement", "款项和裁定"),
        Kind("handover", "腾空移交"),
        Kind("service", "送达"),
        Kind("valuation", "评估询价"),
        Kind("viewing", "看样和咨询"),
        Kind("custody", "保管链"),
        Kind("agency", "辅助机构"),
    )
}
OTHER = Kind("other", "其他")


def kind_of(code: str) -> Kind:
    """The kind of a code; one that no row names goes as `OTHER` goes."""
    return KINDS.get(code, OTHER)
