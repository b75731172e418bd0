"""Alembic's environment: the same metadata and database URL as the house."""

import os

from alembic import context
from sqlalchemy import create_engine, pool

from app.infra.database import Fen, Instant
from app.schema import METADATA
from config.settings import read_settings


def render_item(kind, thing, autogen_context):
    if kind == "type" and isinstance(thing, Fen | Instant):
        autogen_context.imports.add("from app.infra.database import Fen, Instant")
        return f"{type(thing).__name__}()"
    return False


def run() -> None:
    url = context.config.attributes.get("url") or read_settings(os.environ).database_url
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, render_item=render_item, compare_type=False)
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()
