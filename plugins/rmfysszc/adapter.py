"""Reads a lot of 人民法院诉讼资产网 through the http handed in: static page, state, counters, bid table, attachments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from app.sites.contract import Http, LotRef, RawPage
from app.sites.plugin import SitePlugin
from app.sites.reading import ATTACHMENT
from app.sites.scanning import decode
from plugins.rmfysszc.layout import LAYOUT
from plugins.rmfysszc.parser import DIALECT, files_in, project_of

CALLS = "https://www1.rmfysszc.gov.cn"
CALLBACK = {"jsoncallback": "jsonp1"}


@dataclass(frozen=True)
class Rmfysszc(SitePlugin):
    """人民法院诉讼资产网."""

    code: ClassVar[str] = "rmfysszc"
    title: ClassVar[str] = "人民法院诉讼资产网"
    live_url: ClassVar[str] = "https://www.rmfysszc.gov.cn"
    hosts: ClassVar[frozenset[str]] = frozenset({"www.rmfysszc.gov.cn", "www1.rmfysszc.gov.cn"})
    dialect = DIALECT
    layout = LAYOUT

    def fetch(self, ref: LotRef, http: Http) -> tuple[RawPage, ...]:
        """Item page, then the JSONP calls with its pid; live, page and calls stand on two hosts."""
        base = self.base(ref)
        calls = CALLS if base == self.live_url else base
        address = f"{base}/statichtml/rm_obj/{ref.lot_id}.shtml"
        item = http.get(address, kind="item")
        asked = {"oid": ref.lot_id, "pid": project_of(decode(item.content)), **CALLBACK}
        seen_from = {"Referer": address}
        pages = [
            http.get(f"{calls}/Object/Finish.shtml", asked, seen_from, kind="finish"),
            item,
            http.get(f"{calls}/object/Record/{ref.lot_id}.shtml", headers=seen_from, kind="record"),
            http.get(f"{calls}/Object/GetbmNumber.shtml", asked, seen_from, kind="counts"),
            http.get(f"{calls}/Object/GetCollection.shtml", {"id": ref.lot_id, **CALLBACK}, seen_from, kind="counts"),
        ]
        if ref.with_files:
            pages.extend(self._files(ref, item, http))
        return tuple(pages)

    def _files(self, ref: LotRef, item: RawPage, http: Http) -> Iterator[RawPage]:
        for name, address in files_in(decode(item.content)):
            yield http.get(self.address(ref, address), kind=f"{ATTACHMENT}{name}")


PLUGIN = Rmfysszc()
