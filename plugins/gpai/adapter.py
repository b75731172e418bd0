"""Reads a lot of gpai through the http handed in: the mobile answer and the item page (extension period, attachments)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from app.sites.contract import Http, LotRef, RawPage
from app.sites.plugin import SitePlugin
from app.sites.reading import ATTACHMENT
from app.sites.scanning import decode
from plugins.gpai.layout import LAYOUT
from plugins.gpai.parser import DIALECT, downloads_in, photos_in

MOBILE = "http://m.gpai.net"


@dataclass(frozen=True)
class Gpai(SitePlugin):
    """公拍网."""

    code: ClassVar[str] = "gpai"
    title: ClassVar[str] = "公拍网"
    live_url: ClassVar[str] = "https://www.gpai.net"
    hosts: ClassVar[frozenset[str]] = frozenset({"www.gpai.net", "s.gpai.net", "m.gpai.net"})
    dialect = DIALECT
    layout = LAYOUT

    def fetch(self, ref: LotRef, http: Http) -> tuple[RawPage, ...]:
        """Mobile answer and item page; attachments if asked for. Live, the two stand on two hosts."""
        base = self.base(ref)
        mobile = MOBILE if base == self.live_url else base
        item = http.get(f"{base}/sf/item2.do", {"Web_Item_ID": ref.lot_id}, kind="item")
        answer = http.get(f"{mobile}/api/itemDetail", {"itemId": ref.lot_id}, kind="mobile")
        pages = [answer, item]
        if ref.with_files:
            pages.extend(self._files(ref, item, http))
            pages.extend(self.photo_pages(ref, http, photos_in(decode(answer.content))))
        return tuple(pages)

    def _files(self, ref: LotRef, item: RawPage, http: Http) -> Iterator[RawPage]:
        for name, address in downloads_in(decode(item.content)):
            yield http.get(self.address(ref, address), kind=f"{ATTACHMENT}{name}")


PLUGIN = Gpai()
