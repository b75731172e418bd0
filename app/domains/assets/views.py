"""Pages of assets."""

from app.domains.assets import import_views

more_pages = (import_views.pages,)
