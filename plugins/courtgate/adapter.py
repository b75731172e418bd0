"""Reads a lot of the gateway over the private line (docs/private-line.md): the lot, its whole bid log, its files. Every question is signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from app.kernel.ids import new_id
from app.sites.contract import Changed, Http, LotRef, RawPage, Refused
from app.sites.plugin import SitePlugin
from app.sites.private_line import Message, keys_of, signed_headers, target_of
from app.sites.reading import ATTACHMENT, PHOTO
from app.sites.scanning import decode
from plugins.courtgate.layout import LAYOUT
from plugins.courtgate.parser import DIALECT, files_in, lowest_number, nonce_of

MOST_PAGES = 50


@dataclass(frozen=True)
class Courtgate(SitePlugin):
    """人民法院网关: no public pages at all; without a key nothing is asked."""

    code: ClassVar[str] = "courtgate"
    title: ClassVar[str] = "人民法院网关"
    live_url: ClassVar[str] = "https://courtgate.invalid"
    hosts: ClassVar[frozenset[str]] = frozenset({"courtgate.invalid"})
    dialect = DIALECT
    layout = LAYOUT

    def fetch(self, ref: LotRef, http: Http) -> tuple[RawPage, ...]:
        """The lot, its bids page by page from the newest, and with `with_files` attachments and photos by their digests."""
        lot = self._ask(ref, http, f"/lots/{ref.lot_id}", "lot")
        pages = [lot, *self._bids(ref, http)]
        if ref.with_files:
            pages.extend(self._files(ref, http, decode(lot.content)))
        return tuple(pages)

    def _bids(self, ref: LotRef, http: Http) -> Iterator[RawPage]:
        before = 0
        for _ in range(MOST_PAGES):
            page = self._ask(ref, http, f"/lots/{ref.lot_id}/bids?before={before}", "bids")
            yield page
            before = lowest_number(decode(page.content))
            if before <= 1:
                return

    def _files(self, ref: LotRef, http: Http, lot: str) -> Iterator[RawPage]:
        for prefix, field in ((ATTACHMENT, "attachments"), (PHOTO, "photos")):
            for name, digest in files_in(lot, field):
                yield self._ask(ref, http, f"/files/{digest}", f"{prefix}{name}")

    def _ask(self, ref: LotRef, http: Http, path: str, kind: str) -> RawPage:
        keys = keys_of(self.settings)
        if not keys:
            raise Refused("没有登记专线密钥，不能读取网关")
        base = self.settings.line_url if self.settings.line_url and not ref.base_url else f"{self.base(ref)}/line"
        url, nonce = base.rstrip("/") + path, new_id()
        page = http.get(url, headers=signed_headers(keys[0], Message("GET", target_of(url)), http.now(), nonce), kind=kind)
        if kind in ("lot", "bids") and nonce_of(decode(page.content)) != nonce:
            raise Changed("网关的回答不是对这次询问的", pages=(page,))
        return page


PLUGIN = Courtgate()
