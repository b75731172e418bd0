"""Jobs of vacating: the malware scan of a recording after its upload has been answered."""

from __future__ import annotations

from app.domains.vacating.videos import SCAN_JOB, scan_video

HANDLERS = {SCAN_JOB: scan_video}
