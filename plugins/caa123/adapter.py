"""Reads a lot of caa123 through the http handed in: the lot, its whole bid log, the confirmation when sold, enclosures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from app.sites.contract import Http, LotRef, RawPage, Refused
from app.sites.plugin import SitePlugin
from app.sites.reading import ATTACHMENT
from app.sites.scanning import decode
from plugins.caa123.layout import LAYOUT
from plugins.caa123.parser import DIALECT, enclosures_in, is_sold, photos_in, totals

API = "/caa-web-ws/ws/0.1"
PAGE_SIZE = 20
MOST_PAGES = 200


@dataclass(frozen=True)
class Caa123(SitePlugin):
    """中拍平台（中国拍卖行业协会网）."""

    code: ClassVar[str] = "caa123"
    title: ClassVar[str] = "中拍平台"
    live_url: ClassVar[str] = "https://sf.caa123.org.cn"
    hosts: ClassVar[frozenset[str]] = frozenset({"sf.caa123.org.cn", "paimai.caa123.org.cn"})
    dialect = DIALECT
    layout = LAYOUT

    def fetch(self, ref: LotRef, http: Http) -> tuple[RawPage, ...]:
        """The lot, every page of its log (`start` is a page number), the confirmation if sold and published, enclosures if asked for."""
        api = f"{self.base(ref)}{API}"
        lot = http.get(f"{api}/lot/{ref.lot_id}", kind="lot")
        pages = [lot, *self._records(api, ref, http)]
        if is_sold(decode(lot.content)):
            pages.extend(self._confirmation(api, ref, http))
        if ref.with_files:
            pages.extend(self._files(api, ref, http))
        return tuple(pages)

    def _records(self, api: str, ref: LotRef, http: Http) -> Iterator[RawPage]:
        for number in range(MOST_PAGES):
            page = http.get(f"{api}/records/lot/{ref.lot_id}", {"start": str(number), "count": str(PAGE_SIZE)}, kind="records")
            yield page
            total, given = totals(decode(page.content))
            if not given or total <= (number + 1) * PAGE_SIZE:
                return

    def _confirmation(self, api: str, ref: LotRef, http: Http) -> Iterator[RawPage]:
        """Published some time after the end; until then the site refuses, which is no fault of the reading."""
        try:
            yield http.get(f"{api}/lot/confirmation/{ref.lot_id}", kind="confirmation")
        except Refused:
            return

    def _files(self, api: str, ref: LotRef, http: Http) -> Iterator[RawPage]:
        listed = http.get(f"{api}/goods/lot/{ref.lot_id}", kind="goods")
        yield listed
        for name, path in enclosures_in(decode(listed.content)):
            yield http.get(self.address(ref, path), kind=f"{ATTACHMENT}{name}")
        yield from self.photo_pages(ref, http, photos_in(decode(listed.content)))


PLUGIN = Caa123()
