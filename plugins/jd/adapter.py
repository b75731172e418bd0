"""Reads a lot of JD through the http handed in: terms, real-time data with every bid, the court's name, attachments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from app.sites.contract import Http, LotRef, RawPage, Refused, SiteSettings, secret, setting
from app.sites.plugin import SitePlugin
from app.sites.reading import ATTACHMENT
from app.sites.scanning import decode
from plugins.jd.layout import LAYOUT
from plugins.jd.parser import DIALECT, attachment_name, attachments_in, bids_told, photos_in, vendor_in
from plugins.jd.signing import form_of

REFERER = {"Referer": "https://paimai.jd.com/"}
FIRST_ROWS = 9
JOS_GATEWAY = "https://api.jd.com/routerjson"
IMAGES = "https://img30.360buyimg.com/popWaterMark"


@dataclass(frozen=True)
class JdSettings(SiteSettings):
    """JOS credentials. No auction or court method is public there (sites.md §6.2), so no reading uses them; `call` signs whatever method a court is given."""

    app_key: str = setting("", "应用编号（App Key）")
    app_secret: str = secret("应用密钥（App Secret）")
    access_token: str = secret("授权令牌（Access Token）")


@dataclass(frozen=True)
class Jd(SitePlugin):
    """京东司法拍卖."""

    settings: SiteSettings = field(default_factory=JdSettings)
    code: ClassVar[str] = "jd"
    title: ClassVar[str] = "京东司法拍卖"
    live_url: ClassVar[str] = "https://api.m.jd.com"
    hosts: ClassVar[frozenset[str]] = frozenset({"api.m.jd.com", "api.jd.com", "paimai.jd.com", "storage.jd.com", "img30.360buyimg.com"})
    settings_type: ClassVar[type[SiteSettings]] = JdSettings
    dialect = DIALECT
    layout = LAYOUT

    def fetch(self, ref: LotRef, http: Http) -> tuple[RawPage, ...]:
        """Terms, real time (asked again for all rows when there are more bids than rows), court, attachments if asked for."""
        terms = self._ask(ref, http, "terms", "getProductBasicInfo", paimaiId=ref.lot_id)
        pages = [self._realtime(ref, http), terms]
        vendor = vendor_in(decode(terms.content))
        if vendor:
            pages.append(self._ask(ref, http, "court", "queryVendorInfo", publishSource=7, vendorId=vendor))
        if ref.with_files:
            pages.extend(self._files(ref, http))
            pages.extend(self.photo_pages(ref, http, map(self._image, photos_in(decode(terms.content)))))
        return tuple(pages)

    def _realtime(self, ref: LotRef, http: Http) -> RawPage:
        first = self._ask(ref, http, "realtime", "getPaimaiRealTimeData", paimaiId=ref.lot_id, source=0, start=0, end=FIRST_ROWS)
        told, given = bids_told(decode(first.content))
        if told <= given:
            return first
        return self._ask(ref, http, "realtime", "getPaimaiRealTimeData", paimaiId=ref.lot_id, source=0, start=0, end=told)

    def _files(self, ref: LotRef, http: Http) -> Iterator[RawPage]:
        listed = self._ask(ref, http, "attachments", "queryAttachFilesForIntro", paimaiId=ref.lot_id, source=0, custom=0)
        yield listed
        for row in attachments_in(decode(listed.content)):
            yield http.get(self.address(ref, str(row["attachmentAddress"])), headers=REFERER, kind=f"{ATTACHMENT}{attachment_name(row)}")

    def call(self, http: Http, method: str, business: Mapping[str, object], *, base_url: str = "") -> RawPage:
        """One signed call of JD's open platform, of `kind` error: its answers, errors with HTTP 200 among them, are told by envelope.py."""
        if not isinstance(self.settings, JdSettings) or not (self.settings.app_key and self.settings.app_secret):
            raise Refused("没有配置京东开放平台的密钥")
        keys = {"app_key": self.settings.app_key, "access_token": self.settings.access_token, "secret": self.settings.app_secret}
        gateway = f"{base_url.rstrip('/')}/routerjson" if base_url else JOS_GATEWAY
        return http.post(gateway, form_of(method, business, http.now(), **keys), kind="error")

    def _image(self, path: str) -> str:
        """Image paths starting with jfs/ live on the image host."""
        return f"{IMAGES}/{path}" if path.startswith("jfs/") else path

    def _ask(self, ref: LotRef, http: Http, kind: str, function: str, **body: str | int) -> RawPage:
        asked = {"appid": "paimai", "functionId": function, "body": json.dumps(body, separators=(",", ":")), "loginType": "3"}
        return http.get(f"{self.base(ref)}/api", asked, REFERER, kind=kind)


PLUGIN = Jd()
