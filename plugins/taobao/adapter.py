"""Reads a lot of Taobao through the http handed in: item page, bid records, attachments, and the open platform's status where a key is set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from app.sites.contract import Http, LotRef, RawPage, SiteSettings, secret
from app.sites.package import moment
from app.sites.plugin import SitePlugin
from app.sites.reading import ATTACHMENT
from app.sites.scanning import decode
from plugins.taobao.layout import LAYOUT
from plugins.taobao.pages import attachments_in, photos_in
from plugins.taobao.parser import DIALECT
from plugins.taobao.signing import Method, sign

TOP_GATEWAY = "https://gw.api.taobao.com/router/rest"
PAGE_SIZE = 20
MOST_PAGES = 200
_TOTAL = re.compile(r"totalCnt[\"']?\s*:\s*[\"']?(\d+)")


@dataclass(frozen=True)
class TaobaoSettings(SiteSettings):
    """`app_key`, `app_secret` and `session` of an authorised application; without a key only the site's pages are read."""

    app_key: str = ""
    app_secret: str = secret()
    session: str = secret()
    sign_method: Method = Method.HMAC_SHA256


@dataclass(frozen=True)
class Taobao(SitePlugin):
    """淘宝 / 阿里拍卖."""

    settings: SiteSettings = field(default_factory=TaobaoSettings)
    code: ClassVar[str] = "taobao"
    title: ClassVar[str] = "阿里拍卖（淘宝）"
    live_url: ClassVar[str] = "https://sf-item.taobao.com"
    hosts: ClassVar[frozenset[str]] = frozenset({"sf-item.taobao.com", "sf.taobao.com", "susong-item.taobao.com", "gw.api.taobao.com", "img.alicdn.com"})
    settings_type: ClassVar[type[SiteSettings]] = TaobaoSettings
    dialect = DIALECT
    layout = LAYOUT

    def fetch(self, ref: LotRef, http: Http) -> tuple[RawPage, ...]:
        """Item page, every page of bid records, the platform's status if a key is set, attachments if asked for."""
        base = self.base(ref)
        item = http.get(f"{base}/sf_item/{ref.lot_id}.htm", kind="item")
        pages = [item, *self._bids(base, ref, http)]
        if isinstance(self.settings, TaobaoSettings) and self.settings.app_key:
            pages.append(self._status(base, ref, http, self.settings))
        if ref.with_files:
            pages.extend(self._files(base, ref, http))
            pages.extend(self.photo_pages(ref, http, photos_in(decode(item.content))))
        return tuple(pages)

    def _bids(self, base: str, ref: LotRef, http: Http) -> Iterator[RawPage]:
        for number in range(1, MOST_PAGES + 1):
            asked = {"id": ref.lot_id, "records_type": "pageRecords", "currentPage": str(number)}
            page = http.get(f"{base}/json/get_bid_records.htm", asked, kind="bids")
            yield page
            total = _TOTAL.search(decode(page.content))
            if total is None or int(total.group(1)) <= number * PAGE_SIZE:
                return

    def _status(self, base: str, ref: LotRef, http: Http, settings: TaobaoSettings) -> RawPage:
        asked = {
            "method": "taobao.auction.gov.get.auction.status",
            "app_key": settings.app_key,
            "timestamp": moment(http.now()),
            "format": "json",
            "v": "2.0",
            "sign_method": settings.sign_method.value,
            "item_id": ref.lot_id,
        }
        if settings.session:
            asked["session"] = settings.session
        asked["sign"] = sign(asked, settings.app_secret, settings.sign_method)
        gateway = TOP_GATEWAY if base == self.live_url else f"{base}/router/rest"
        return http.post(gateway, asked, kind="top")

    def _files(self, base: str, ref: LotRef, http: Http) -> Iterator[RawPage]:
        listed = http.get(f"{base}/json/get_gov_attach.htm", {"id": ref.lot_id}, kind="attachments")
        yield listed
        for row in attachments_in(decode(listed.content)):
            yield http.get(f"{base}/download_attach.do", {"attach_id": str(row["id"])}, kind=f"{ATTACHMENT}{row['title']}")


PLUGIN = Taobao()
