"""Quick starts change nothing that is seen."""

from __future__ import annotations

from flask import Flask, render_template_string, url_for
from jinja2 import DictLoader

from app.web.starting import COMPILED, LateRule


def test_addresses_are_built_with_what_is_unknown_as_a_question(app: Flask) -> None:
    assert all(isinstance(each, LateRule) for each in app.url_map.iter_rules() if each.endpoint != "static")
    with app.test_request_context():
        assert url_for("cases.show", case_id="01a2", tab="papers") == url_for("cases.show", case_id="01a2") + "?tab=papers"


def test_a_changed_template_is_compiled_again() -> None:
    told = []
    for text in ("一", "二"):
        page = Flask("page")
        page.jinja_env.bytecode_cache = COMPILED
        page.jinja_env.loader = DictLoader({"page.html": text})
        with page.app_context():
            told.append(render_template_string("{% include 'page.html' %}"))
    assert told == ["一", "二"]
