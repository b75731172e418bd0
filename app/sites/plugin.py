"""What every site plugin shares: where it is served, how its dialect and layout are used. A plugin adds fetch and its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import ClassVar, Self
from urllib.parse import urlsplit

from app.sites.contract import CONTRACT, Capability, Http, LotRef, RawPage, SiteSettings, Snapshot
from app.sites.package import Layout, PackagePlan, build
from app.sites.private_line import OVER_LINE, line_of
from app.sites.reading import PHOTO, Dialect, photo_name

HONEST = frozenset({Capability.READ, Capability.BIDS, Capability.RESULT, Capability.PACKAGE})


@dataclass(frozen=True)
class SitePlugin:
    """Base of the plugins: `code`, `title`, `live_url`, `dialect`, `layout` are the plugin's; `hosts` are all it may ask beside the base url handed in;
    `offers` is what the site shows of itself, without a private line."""

    settings: SiteSettings = field(default_factory=SiteSettings)
    code: ClassVar[str]
    title: ClassVar[str]
    live_url: ClassVar[str]
    hosts: ClassVar[frozenset[str]]
    dialect: ClassVar[Dialect]
    layout: ClassVar[Layout]
    contract: ClassVar[int] = CONTRACT
    offers: ClassVar[frozenset[Capability]] = HONEST
    settings_type: ClassVar[type[SiteSettings]] = SiteSettings

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the site offers by itself, and PUBLISH and WITHDRAW where a private line is configured and on."""
        return self.offers | OVER_LINE if line_of(self.settings) else self.offers

    def configured(self, settings: SiteSettings) -> Self:
        """The same plugin with a court's settings."""
        return replace(self, settings=settings)

    def parse(self, pages: tuple[RawPage, ...]) -> Snapshot:
        """One lot's pages → snapshot (pure)."""
        return self.dialect.parse(pages)

    def read_file(self, name: str, content: bytes) -> tuple[Snapshot, ...]:
        """A recorded file → snapshots (pure)."""
        return self.dialect.read_file(name, content)

    def package(self, plan: PackagePlan) -> bytes:
        """The listing package in this site's layout."""
        return build(plan, self.layout)

    def base(self, ref: LotRef) -> str:
        """Where the site is served for this reading: the ref's own, else the court's setting, else the live host; without a last slash."""
        return (ref.base_url or self.settings.base_url or self.live_url).rstrip("/")

    def address(self, ref: LotRef, path: str) -> str:
        """An address as it stands in an answer (full, //host/…, /path, path) → one that can be asked for."""
        if path.startswith("//"):
            return f"https:{path}"
        if "://" in path:
            return path
        base = self.base(ref)
        prefix = urlsplit(base).path
        root = base.removesuffix(prefix) if prefix and path.startswith(f"{prefix}/") else base
        return f"{root}/{path.lstrip('/')}"

    def photo_pages(self, ref: LotRef, http: Http, addresses: Iterable[str]) -> Iterator[RawPage]:
        """The photos themselves, so that their digests are known."""
        for each in addresses:
            yield http.get(self.address(ref, each), kind=f"{PHOTO}{photo_name(each)}")
