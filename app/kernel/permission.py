"""Permissions: names that routes declare and roles hold. A noun lists its own in permissions.py."""

from __future__ import annotations

from dataclasses import dataclass

from app.kernel.actor import Actor, Role


@dataclass(frozen=True)
class Permission:
    """A right by name. `title` completes 你不能{title} (M-50); `roles` hold it. Rows are a second question: the actor's scope."""

    name: str
    title: str
    roles: frozenset[Role]

    def held_by(self, actor: Actor) -> bool:
        """Does the actor's role hold it? The house itself always does."""
        return actor.is_system or actor.role in self.roles


PUBLIC = Permission("public", "打开本页", frozenset(Role))
SIGNED_IN = Permission("signed_in", "打开本页", frozenset(Role))
