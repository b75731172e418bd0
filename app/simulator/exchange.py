"""All lots of all simulated sites: takes packages and orders, numbers lots, remembers everything in the journal, comes back after a kill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from threading import RLock
from typing import Any

from app.kernel.clock import Clock
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.kernel.ids import digest_of
from app.simulator.crowds import crowd_for, read_script
from app.simulator.intake import Upload, read_package
from app.simulator.journal import Journal
from app.simulator.lots import OPEN, Act, Lot, Phase, Verb, view

# (first number, distance): the digits that each site's numbers have (sites.md §7)
NUMBERS = {"taobao": (881_422_601_157, 1_373), "jd": (302_864_117, 211), "gpai": (48_213, 3), "caa123": (716_402, 7), "rmfysszc": (193_675, 5)}
SITES = tuple(NUMBERS)
OTHER_NUMBERS = (500_001, 1)


class Exchange:
    """Thread-safe. Reads hand out immutable lots; each write is journalled before it shows."""

    def __init__(self, clock: Clock, journal: Journal) -> None:
        self._clock = clock
        self._journal = journal
        self._lock = RLock()
        self._lots: dict[tuple[str, str], Lot] = {}
        self._by_package: dict[tuple[str, str], Lot] = {}
        for line in journal.lines():
            self._replay(line)

    def now(self) -> datetime:
        """The site's time."""
        return self._clock.now()

    def accept(self, site: str, content: bytes, announce_at: datetime | None = None) -> tuple[Lot, bool]:
        """Take a package: the lot, and whether it is new. The same package again gives the same lot; Invalid names every reason of refusal.

        `announce_at`: when the lot is shown to the public; None is at once.
        """
        now = self._clock.now()
        with self._lock:
            before = self._by_package.get((site, digest_of(content)))
            if before and view(before, now).phase is not Phase.WITHDRAWN:
                return before, False
            upload = _announced(read_package(site, content, now), now, announce_at)
            self._refuse_double(site, upload, now)
            lot = self._make(site, self._next_id(site), upload, now)
            for file in (content, *upload.files):
                self._journal.keep(file)
            self._journal.append("lot", now, site=site, lot_id=lot.lot_id, package=upload.digest, announce_at=_iso(announce_at))
            self._put(lot)
        return lot, True

    def amend(self, site: str, lot_id: str, content: bytes, announce_at: datetime | None = None) -> Lot:
        """Another package for a lot that is not announced yet; NotNow afterwards, Invalid as `accept`."""
        now = self._clock.now()
        with self._lock:
            before = self.get(site, lot_id)
            if view(before, now).phase is not Phase.ACCEPTED:
                raise NotNow("拍品已经公告或撤回，不能更换材料", code="already_announced")
            upload = _announced(read_package(site, content, now), now, announce_at)
            if upload.terms.reference != before.terms.reference:
                raise Invalid("材料包属于另一个拍品", field="reference")
            for file in (content, *upload.files):
                self._journal.keep(file)
            self._journal.append("amend", now, site=site, lot_id=lot_id, package=upload.digest, announce_at=_iso(announce_at))
            return self._amend(before, upload, now)

    def act(self, site: str, lot_id: str, verb: Verb, *, reason: str = "", phase: Phase = Phase.SUSPENDED) -> Lot:
        """Withdraw, suspend, resume, confirm or record a default; NotNow when the lot's state does not permit it."""
        with self._lock:
            now = self._clock.now()
            lot = self.get(site, lot_id).after(Act(verb, now, reason, phase))
            self._journal.append("act", now, site=site, lot_id=lot_id, verb=verb, reason=reason, phase=phase)
            self._put(lot)
        return lot

    def set_crowd(self, site: str, lot_id: str, script: Mapping[str, Any]) -> Lot:
        """Another crowd for a lot that has no bids yet; Invalid names each field that does not fit."""
        with self._lock:
            now = self._clock.now()
            lot = self.get(site, lot_id)
            if view(lot, now).bids:
                raise NotNow("已有出价，不能更换竞买剧本", code="wrong_state")
            lot = _with_crowd(lot, script)
            self._journal.append("crowd", now, site=site, lot_id=lot_id, script=dict(script))
            self._put(lot)
        return lot

    def get(self, site: str, lot_id: str) -> Lot:
        """A lot by its site and number, or NotFound."""
        try:
            return self._lots[site, lot_id]
        except KeyError:
            raise NotFound("没有这个拍品编号") from None

    def lots(self, site: str) -> tuple[Lot, ...]:
        """Every lot of a site, the newest first."""
        return tuple(lot for (code, _), lot in reversed(list(self._lots.items())) if code == site)

    def file(self, digest: str) -> bytes:
        """An uploaded file by its digest."""
        return self._journal.kept(digest)

    def _refuse_double(self, site: str, upload: Upload, now: datetime) -> None:
        for lot in self.lots(site):
            same = lot.terms.reference == upload.terms.reference and lot.terms.round is upload.terms.round
            if upload.terms.reference and same and view(lot, now).phase in OPEN:
                raise Conflict(f"同一拍品（{upload.terms.reference}）已在本站上拍，编号 {lot.lot_id}；如需更换请先撤回", code="already_listed")

    def _make(self, site: str, lot_id: str, upload: Upload, at: datetime) -> Lot:
        seed = f"{site}/{lot_id}/{upload.terms.reference}"
        return Lot(site, lot_id, upload.terms, crowd_for(upload.terms, seed), seed, at, upload.digest)

    def _next_id(self, site: str) -> str:
        first, distance = NUMBERS.get(site, OTHER_NUMBERS)
        return str(first + distance * sum(code == site for code, _ in self._lots))

    def _amend(self, before: Lot, upload: Upload, at: datetime) -> Lot:
        del self._by_package[before.site, before.package_digest]
        fresh = self._make(before.site, before.lot_id, upload, before.accepted_at)
        changed = replace(fresh, acts=before.acts, amended=(*before.amended, at))
        self._put(changed)
        return changed

    def _put(self, lot: Lot) -> None:
        self._lots[lot.site, lot.lot_id] = lot
        self._by_package[lot.site, lot.package_digest] = lot

    def _replay(self, line: Mapping[str, Any]) -> None:
        at = datetime.fromisoformat(line["at"])
        match line["what"]:
            case "lot":
                self._put(self._make(line["site"], line["lot_id"], self._upload(line, at), at))
            case "amend":
                self._amend(self.get(line["site"], line["lot_id"]), self._upload(line, at), at)
            case "act":
                act = Act(Verb(line["verb"]), at, line["reason"], Phase(line["phase"]))
                self._put(self.get(line["site"], line["lot_id"]).after(act))
            case "crowd":
                self._put(_with_crowd(self.get(line["site"], line["lot_id"]), line["script"]))

    def _upload(self, line: Mapping[str, Any], at: datetime) -> Upload:
        announce_at = line.get("announce_at")
        upload = read_package(line["site"], self._journal.kept(line["package"]), at)
        return _announced(upload, at, datetime.fromisoformat(announce_at) if announce_at else None)


def _announced(upload: Upload, now: datetime, announce_at: datetime | None) -> Upload:
    """The package with the instant of its announcement; refused when bidding would open before it."""
    at = max(now, announce_at) if announce_at else now
    if at >= upload.terms.opens_at:
        raise Invalid("公告时间不早于开拍时间", field="announce_at")
    return replace(upload, terms=replace(upload.terms, announced_at=at))


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _with_crowd(lot: Lot, script: Mapping[str, Any]) -> Lot:
    crowd = read_script(script, lot.terms)
    seed = str(script.get("seed", lot.seed))
    changed = replace(lot, crowd=crowd, seed=seed)
    _ = changed.plan  # an impossible script is refused here, before it is remembered
    return changed
