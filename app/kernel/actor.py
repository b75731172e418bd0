"""Who acts: a person in one role at one place, or the system itself. Every read and write is done for an actor."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Roles of product.md; one person may hold several and acts in one at a time."""

    CLERK = "clerk"
    JUDGE = "judge"
    PANEL = "panel"
    DIRECTOR = "director"
    PRESIDENT = "president"
    FIELD = "field"
    CONTROL = "control"
    CLOSING = "closing"
    AGENCY = "agency"
    WORKER = "worker"
    NOTARY = "notary"
    INSURER = "insurer"
    HIGHER = "higher"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITOR = "auditor"
    SYSTEM = "system"


ROLE_NAMES: dict[Role, str] = {
    Role.CLERK: "书记员",
    Role.JUDGE: "承办法官",
    Role.PANEL: "合议庭成员",
    Role.DIRECTOR: "执行局局长",
    Role.PRESIDENT: "院长",
    Role.FIELD: "外勤行动组",
    Role.CONTROL: "查控指挥组",
    Role.CLOSING: "结案复查组",
    Role.AGENCY: "机构管理员",
    Role.WORKER: "机构人员",
    Role.NOTARY: "公证员",
    Role.INSURER: "保险机构",
    Role.HIGHER: "上级法院",
    Role.SYSADMIN: "系统管理员",
    Role.SECADMIN: "安全管理员",
    Role.AUDITOR: "审计员",
    Role.SYSTEM: "系统",
}

COURT_ROLES = frozenset({Role.CLERK, Role.JUDGE, Role.PANEL, Role.DIRECTOR, Role.PRESIDENT, Role.FIELD, Role.CONTROL, Role.CLOSING})
STAGE_ROLES = frozenset({Role.CLERK, Role.JUDGE, Role.DIRECTOR, Role.PRESIDENT, Role.FIELD, Role.CONTROL, Role.CLOSING})
AGENCY_ROLES = frozenset({Role.AGENCY, Role.WORKER, Role.NOTARY, Role.INSURER})
ADMIN_ROLES = frozenset({Role.SYSADMIN, Role.SECADMIN, Role.AUDITOR})


@dataclass(frozen=True)
class Actor:
    """A person acting in a role. `court_id` for court staff, `agency_id` for outside bodies; the system has neither."""

    id: str
    name: str
    role: Role
    court_id: str | None = None
    agency_id: str | None = None
    session_id: str | None = None
    ip: str | None = None
    request_id: str | None = None

    @property
    def is_system(self) -> bool:
        """The heartbeat, worker or a command."""
        return self.role is Role.SYSTEM

    @property
    def is_court(self) -> bool:
        """Staff of a court that handles cases."""
        return self.role in COURT_ROLES

    @property
    def is_outside(self) -> bool:
        """A person of an outside agency, notary or insurer."""
        return self.role in AGENCY_ROLES

    @property
    def title(self) -> str:
        """The role's Chinese name."""
        return ROLE_NAMES[self.role]


SYSTEM = Actor(id="system", name="系统", role=Role.SYSTEM)
