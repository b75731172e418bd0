"""Bringing a database to the newest revision, and asking whether it is there."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.infra.database import Database

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def upgrade(url: str) -> None:
    """Run what is missing, up to head."""
    command.upgrade(alembic_config(url), "head")


def is_current(database: Database) -> bool:
    """Is the database at head?"""
    head = ScriptDirectory(str(FOLDER)).get_current_head()
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def alembic_config(url: str) -> Config:
    """Alembic's configuration without a file."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    config.attributes["url"] = url
    return config
