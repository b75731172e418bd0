"""What every page's frame knows: who acts, the menu, the clock bar, the counters."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, g, url_for

from app.infra.house import House
from app.kernel.actor import Actor
from app.kernel.clock import local
from app.kernel.ids import digest_of
from app.web import formats, templating

FrameOf = Callable[[House, Actor], dict[str, Any]]
YearsOf = Callable[[House], Collection[int]]


def install(app: Flask, frame_of: FrameOf, provisional_of: YearsOf) -> None:
    """Give templates their filters and, for a signed-in person, the frame (menu, counters) that the desk composes.

    `provisional_of` tells the years whose calendar is provisional, once a request.
    """
    house: House = app.extensions["house"]
    folder = Path(str(app.static_folder))

    @cache
    def version_of(name: str) -> str:
        path = folder / name
        return digest_of(path.read_bytes())[:8] if path.exists() else "0"

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=version_of(name))

    templating.install(app.jinja_env, clock=house.clock, asset=asset, provisional=lambda: provisional_of(house))

    @app.context_processor
    def frame() -> dict[str, Any]:
        now = house.clock.now()
        shared = {"clock_bar": clock_bar(house), "now_ms": formats.epoch_ms(now)}
        actor: Actor | None = g.get("actor")
        return {**shared, "me": None, **(frame_of(house, actor) if actor else {})}


def clock_bar(house: House) -> dict[str, Any] | None:
    """The amber stripe's words when the clock is not real (ui.md §2.7), else None."""
    if house.clock.kind == "real":
        return None
    now, speed = local(house.clock.now()), house.clock.speed
    words = "手动时钟" if house.clock.kind == "manual" else f"{speed:g} 倍速"
    return {
        "now_text": f"{formats.day_long(now)}（星期{'一二三四五六日'[now.weekday()]}）{now:%H:%M:%S}",
        "speed_text": words,
        "kind": house.clock.kind,
        "can_advance": g.get("actor") is not None,
    }
