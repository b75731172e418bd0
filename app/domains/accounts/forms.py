"""Forms of accounts."""

from __future__ import annotations

from wtforms import PasswordField, StringField

from app.domains.accounts.service import SignIn
from app.web.forms import Needed, PaperForm


class SignInForm(PaperForm):
    """Name and password."""

    username = StringField("用户名", [Needed()], render_kw={"autocomplete": "username", "autofocus": True})
    password = PasswordField("密码", [Needed()], render_kw={"autocomplete": "current-password"})

    def to_command(self, ip: str, agent: str) -> SignIn:
        """The attempt as the service takes it."""
        return SignIn(str(self.username.data), str(self.password.data), ip, agent)
