"""Reads a lot of Taobao through the http handed in: item page, bid records, attachments, and where a key is set the open platform by signed calls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from app.sites.contract import Capability, Http, LotRef, RawPage, Refused, SiteSettings, secret, setting
from app.sites.package import moment
from app.sites.plugin import HONEST, SitePlugin
from app.sites.reading import ATTACHMENT
from app.sites.scanning import decode
from plugins.taobao.layout import LAYOUT
from plugins.taobao.pages import attachment_name, attachments_in, court_in, photos_in
from plugins.taobao.parser import DIALECT
from plugins.taobao.signing import Method, sign
from plugins.taobao.top import read_figures

TOP_GATEWAY = "https://gw.api.taobao.com/router/rest"
PAGE_SIZE = 20
MOST_PAGES = 200
MOST_LATEST = "50"
_TOTAL = re.compile(r"totalCnt[\"']?\s*:\s*[\"']?(\d+)")


@dataclass(frozen=True)
class TaobaoSettings(SiteSettings):
    """`app_key`, `app_secret` and `session` of an authorised application; without a key only the site's pages are read."""

    app_key: str = setting("", "应用编号（App Key）")
    app_secret: str = secret("应用密钥（App Secret）")
    session: str = secret("授权会话（Session）")
    sign_method: Method = field(default=Method.HMAC_SHA256, metadata={"title": "签名方法"})


def method_of(settings: TaobaoSettings) -> Method:
    """The signing method of the settings, which may have been typed by a person; Refused when the platform has none of that name."""
    try:
        return Method(settings.sign_method)
    except ValueError:
        raise Refused(f"签名方法“{settings.sign_method}”不是 md5、hmac、hmac-sha256 之一") from None


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
        """Item page, every page of bid records, the platform's status and latest bids if a key is set, attachments if asked for."""
        base = self.base(ref)
        item = http.get(f"{base}/sf_item/{ref.lot_id}.htm", kind="item")
        pages = [item, *self._bids(base, ref, http)]
        if self.keyed:
            pages.append(self.call(base, http, "top", "taobao.auction.gov.get.auction.status", item_id=ref.lot_id))
            pages.extend(self._latest(base, item, http))
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

    @property
    def keyed(self) -> bool:
        """Has the court an authorised application on the open platform?"""
        return isinstance(self.settings, TaobaoSettings) and bool(self.settings.app_key and self.settings.app_secret)

    def configured(self, settings: SiteSettings) -> Taobao:
        """The same site with a court's settings; with a key the platform's statistics are offered too."""
        keyed = KeyedTaobao(settings)
        return keyed if keyed.keyed else Taobao(settings)

    def call(self, base: str, http: Http, kind: str, method: str, **business: str) -> RawPage:
        """One signed call of the open platform. Errors come with HTTP 200: the reader of the answer tells them."""
        settings = self.settings if isinstance(self.settings, TaobaoSettings) else TaobaoSettings()
        asked = {
            "method": method,
            "app_key": settings.app_key,
            "timestamp": moment(http.now()),
            "format": "json",
            "v": "2.0",
            "sign_method": method_of(settings).value,
            **business,
        }
        if settings.session:
            asked["session"] = settings.session
        asked["sign"] = sign(asked, settings.app_secret, method_of(settings))
        return http.post(TOP_GATEWAY if base == self.live_url else f"{base}/router/rest", asked, kind=kind)

    def _latest(self, base: str, item: RawPage, http: Http) -> Iterator[RawPage]:
        """The latest bids of the lot's court, as the item page names it; a page without a court asks nothing."""
        court = court_in(decode(item.content))
        if court:
            asked = {"court_name": court, "contain_child": "false", "max_count": MOST_LATEST}
            yield self.call(base, http, "latestbid", "taobao.auction.gov.get.latestbid", **asked)

    def _files(self, base: str, ref: LotRef, http: Http) -> Iterator[RawPage]:
        listed = http.get(f"{base}/json/get_gov_attach.htm", {"id": ref.lot_id}, kind="attachments")
        yield listed
        for row in attachments_in(decode(listed.content)):
            yield http.get(f"{base}/download_attach.do", {"attach_id": str(row["id"])}, kind=f"{ATTACHMENT}{attachment_name(row)}")


@dataclass(frozen=True)
class KeyedTaobao(Taobao):
    """The site for a court that has a key: what is documented for keys is offered."""

    capabilities: ClassVar[frozenset[Capability]] = HONEST | {Capability.STATISTICS}

    def statistics(self, http: Http, court: str, *, base_url: str = "", with_lower_courts: bool = False) -> tuple[RawPage, dict[str, int]]:
        """A court's figures of today as the platform names them; prices in 分, premium_rate in 1/10 000. The page is evidence."""
        asked = {"court_name": court, "is_include_sub": str(with_lower_courts).lower()}
        page = self.call(base_url.rstrip("/") or self.live_url, http, "statistics", "taobao.auction.gov.data.realtime.get", **asked)
        return page, read_figures(decode(page.content))


PLUGIN = Taobao()
