"""Samples of the papers, read once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from app.domains.documents.catalogue import PAPERS

FOLDER = Path(__file__).parents[2] / "app/domains/documents/papers"
SAMPLES: dict[str, dict[str, Any]] = {code: json.loads((FOLDER / code / "sample.json").read_text(encoding="utf-8")) for code in PAPERS}
