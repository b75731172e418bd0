"""Reads a lot of courtgate through the http handed in. docs/sixth-site.md §3."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.sites.contract import Http, LotRef, RawPage
from app.sites.plugin import SitePlugin
from plugins.courtgate.layout import LAYOUT
from plugins.courtgate.parser import DIALECT


@dataclass(frozen=True)
class Courtgate(SitePlugin):
    """人民法院网关."""

    code: ClassVar[str] = "courtgate"
    title: ClassVar[str] = "人民法院网关"
    live_url: ClassVar[str] = "https://courtgate.invalid"
    hosts: ClassVar[frozenset[str]] = frozenset({"courtgate.invalid"})
    dialect = DIALECT
    layout = LAYOUT

    def fetch(self, ref: LotRef, http: Http) -> tuple[RawPage, ...]:
        """Every page that a snapshot of the lot needs; each with the kind of its reader."""
        base = self.base(ref)
        return (http.get(f"{base}/lot/{ref.lot_id}", kind="lot"),)


PLUGIN = Courtgate()
