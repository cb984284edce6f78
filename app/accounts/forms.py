"""Forms of the sign-in page and of one's own account."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length


class SignInForm(FlaskForm):
    """Name and password; ``next`` is where the person was going."""

    username = StringField("用户名", [InputRequired("请输入用户名"), Length(max=40)])
    password = PasswordField("密码", [InputRequired("请输入密码"), Length(max=200)])
    next = HiddenField()


class PasswordForm(FlaskForm):
    """A new password, given twice, with the present one."""

    old = PasswordField("当前密码", [InputRequired("请输入当前密码"), Length(max=200)])
    new = PasswordField("新密码", [InputRequired("请输入新密码"), Length(max=200)])
    again = PasswordField(
        "再输一次新密码",
        [InputRequired("请再输一次新密码"), EqualTo("new", "两次输入的新密码不一致")],
    )


class ActForm(FlaskForm):
    """An act that needs no other input than the token."""
