"""All tables of all nouns, for migrations and for tests: importing this file registers them."""

from __future__ import annotations

from app.infra import beats, evidence, outbox, scans
from app.infra.database import Base
from app.rooms import rooms

NOUNS = (beats, evidence, outbox, scans, *rooms("tables"))
METADATA = Base.metadata
