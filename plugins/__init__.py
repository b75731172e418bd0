"""One folder an auction site, found by scanning (app/sites/loader.py)."""
