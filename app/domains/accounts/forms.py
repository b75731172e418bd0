"""Forms of accounts: signing in, opening an account, roles, switching off."""

from __future__ import annotations

from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import Length, Regexp

from app.domains.accounts.service import OpenAccount, SignIn
from app.kernel.actor import ADMIN_ROLES, COURT_ROLES, ROLE_NAMES, Role
from app.web.forms import Needed, PaperForm


class SignInForm(PaperForm):
    """Name and password."""

    username = StringField("用户名", [Needed()], render_kw={"autocomplete": "username", "autofocus": True})
    password = PasswordField("密码", [Needed()], render_kw={"autocomplete": "current-password"})

    def to_command(self, ip: str, agent: str) -> SignIn:
        """The attempt as the service takes it."""
        return SignIn(str(self.username.data), str(self.password.data), ip, agent)


def role_choices() -> list[tuple[str, str]]:
    """Roles that a court's administrator gives, in the order of the house."""
    return [(role.value, ROLE_NAMES[role]) for role in Role if role in COURT_ROLES | ADMIN_ROLES]


class AccountForm(PaperForm):
    """新建账号."""

    name = StringField("姓名", [Needed(), Length(max=60)])
    login = StringField(
        "账号", [Needed(), Regexp(r"[a-z][a-z0-9_.]{2,39}$", message="小写字母开头，3 至 40 位字母、数字、点或下划线")], render_kw={"autocomplete": "off"}
    )
    password = PasswordField("初始密码", [Needed()], description="10 至 128 个字符，当面交本人", render_kw={"autocomplete": "new-password"})
    role = SelectField("身份")
    post = StringField("岗位", [Length(max=40)], description="如 财产处置组书记员")
    phone = StringField("电话", [Length(max=20)])
    mail = StringField("邮箱", [Length(max=120)])

    def to_command(self, court_id: str | None) -> OpenAccount:
        """The new account at the administrator's court."""
        login, name, post, phone, mail = (str(self.data[each] or "").strip() for each in ("login", "name", "post", "phone", "mail"))
        return OpenAccount(login, name, str(self.password.data), Role(self.role.data), court_id=court_id, post=post, phone=phone, mail=mail)


class RoleForm(PaperForm):
    """授予身份."""

    role = SelectField("身份")
    post = StringField("岗位", [Length(max=40)])


class SwitchOffForm(PaperForm):
    """停用: the login is typed to confirm."""

    login = StringField("输入要停用的账号", [Needed()], render_kw={"autocomplete": "off"})
