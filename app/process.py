"""The story: when this fact, then that step. One line a reaction; nouns never call their neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.infra.unit_of_work import Reaction
from app.kernel.facts import Fact

REACTIONS: Mapping[type[Fact], Sequence[Reaction]] = {}
