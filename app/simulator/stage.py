"""What the request handlers of one simulator share, and how they see a lot: through the faults that are switched on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from flask import current_app

from app.kernel.errors import NotFound
from app.simulator.courier import Courier
from app.simulator.exchange import Exchange
from app.simulator.faults import FaultKind, Faults, distort, distort_terms, skew
from app.simulator.line_book import LineBook
from app.simulator.line_gate import Gate
from app.simulator.lots import Lot, Phase, View, view
from app.simulator.prices import PriceDesk
from app.simulator.terms import File, Terms

KEY = "simulator"


@dataclass(frozen=True)
class Stage:
    """The exchange, the switches, the price platforms, the private lines with their gate and courier, the sites' names by code."""

    exchange: Exchange
    faults: Faults
    prices: PriceDesk
    lines: LineBook
    gate: Gate
    courier: Courier
    titles: Mapping[str, str]


def stage() -> Stage:
    """The stage of the current request."""
    return cast(Stage, current_app.extensions[KEY])


def site_now(site: str) -> datetime:
    """The site's clock, ahead of the truth by its skew."""
    return stage().exchange.now() + skew(stage().faults.of(site))


def shown(site: str, lot_id: str) -> View:
    """A lot as the site shows it now, or NotFound."""
    seen = seen_over_line(site, lot_id)
    if seen.phase is Phase.ACCEPTED:
        raise NotFound("拍品尚未公告")
    return seen


def seen_over_line(site: str, lot_id: str) -> View:
    """The same for the court, who also sees a lot that is not announced yet."""
    seen = view(stage().exchange.get(site, lot_id), stage().exchange.now())
    return replace(distort(seen, stage().faults.of(site)), now=site_now(site))


def listed(site: str) -> tuple[View, ...]:
    """Every announced lot of a site as it shows it now, the newest first."""
    now = stage().exchange.now()
    switches = stage().faults.of(site)
    seen = (view(lot, now) for lot in stage().exchange.lots(site))
    return tuple(distort(each, switches) for each in seen if each.phase is not Phase.ACCEPTED)


def listed_terms(site: str) -> Iterator[Terms]:
    """The terms of every lot of a site as it shows them, the newest first, without reckoning how each of them stands."""
    switches = stage().faults.of(site)
    return (distort_terms(lot.terms, switches) for lot in stage().exchange.lots(site))


def file_of(site: str, digest: str) -> tuple[File, bytes]:
    """An attachment or photo of any lot of a site by the first characters of its digest; spoilt by `field:attachment_bytes`, `field:photo_bytes`."""
    for lot in stage().exchange.lots(site):
        file = lot.file(digest)
        if file:
            content = stage().exchange.file(file.digest)
            return file, content + b" " if stage().faults.of(site).get(FaultKind.FIELD) == _bytes_switch(lot, file) else content
    raise NotFound("没有这个附件")


def _bytes_switch(lot: Lot, file: File) -> str:
    return "photo_bytes" if file in lot.terms.photos else "attachment_bytes"
