"""One act of a form: done, or its refusal beside the fields. Shared by the pages of settlements."""

from __future__ import annotations

from collections.abc import Callable

from app.domains.cases.forms import told
from app.infra.unit_of_work import Work
from app.kernel.errors import Conflict, Invalid, NotNow
from app.web.access import work
from app.web.forms import PaperForm

DONE = 0


def attempt(form: PaperForm, act: Callable[[Work], object]) -> int:
    """Do an act of a form that was sent; DONE, or the status to show the form again with. NotFound and NotAllowed go on to their own pages."""
    if not form.validate_on_submit():
        return 422
    try:
        with work() as w:
            act(w)
    except (Invalid, Conflict, NotNow) as refusal:
        return told(form, refusal)
    return DONE
