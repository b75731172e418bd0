"""Give a Jinja environment what the layouts and macros need: filters of formats.py and a few globals."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from jinja2 import Environment

from app.kernel.clock import Clock
from app.web import charts, formats, states


def install(env: Environment, *, clock: Clock, asset: Callable[[str], str], provisional: Callable[[], Collection[int]]) -> None:
    """Register filters, `now()`, `today()`, `clock_speed()`, `state_of()`, `machines()`, `asset()`, `is_provisional()` and the chart geometry.

    `asset('css/tokens.css')` answers the address of a file under app/web/static/; `provisional` the years without the State Council's notice.
    Macros imported without context see all of these.
    """
    env.filters.update(formats.FILTERS)
    env.globals.update(
        now=clock.now,
        today=clock.today,
        clock_speed=lambda: clock.speed,
        state_of=states.look,
        all_states=states.STATES,
        asset=asset,
        is_provisional=lambda last: formats.is_provisional(last, provisional, clock.today()),
        field_attributes=field_attributes,
        price_shape=charts.price_shape,
        bar_shape=charts.bar_shape,
        spark_shape=charts.spark_shape,
    )
    env.trim_blocks = True
    env.lstrip_blocks = True


def field_attributes(field: Any, finding: Any | None) -> dict[str, str]:
    """ARIA attributes of a WTForms control: where its notes stand, whether it is wrong, whether it must be filled."""
    wrong = bool(field.errors) or getattr(finding, "severity", "") == "breach"
    attributes = {"aria-describedby": f"{field.id}-notes"}
    if wrong:
        attributes["aria-invalid"] = "true"
    if field.flags.required:
        attributes["aria-required"] = "true"
    return attributes
