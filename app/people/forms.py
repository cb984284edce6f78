"""Forms of the sign-in page and of one's own account."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, Optional

from app.kernel.web.forms import check_email, tidy


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


class SignInCodeForm(FlaskForm):
    """The code that follows the password at signing in."""

    code = StringField("动态口令或备用码", [InputRequired("请输入动态口令"), Length(max=40)])
    next = HiddenField()


class ConfirmFactorForm(FlaskForm):
    """The first code of a telephone that is being set up."""

    code = StringField("6 位动态口令", [InputRequired("请输入动态口令"), Length(max=40)])


class DisableFactorForm(FlaskForm):
    """Password and code, to do without codes from now on."""

    password = PasswordField("密码", [InputRequired("请输入密码"), Length(max=200)])
    code = StringField("动态口令或备用码", [InputRequired("请输入动态口令"), Length(max=40)])


class RenewCodesForm(FlaskForm):
    """A code of the telephone, for new recovery codes. Its page has another field for a code."""

    code_now = StringField("6 位动态口令", [InputRequired("请输入动态口令"), Length(max=40)])


class EmailForm(FlaskForm):
    """Where reminders go."""

    email = StringField(
        "提醒邮箱",
        [Optional(), Length(max=254, message="邮箱地址不能超过 254 个字符"), check_email],
        filters=[tidy],
        description="期限用去 50%、80%、100% 时提醒您。不填的，发到本单位的联系邮箱。",
    )


class AddPasskeyForm(FlaskForm):
    """What a device is called that a passkey is made on, and the password once more."""

    name = StringField(
        "给这个设备起个名字",
        [InputRequired("请给这个设备起个名字"), Length(max=40, message="名字不能超过 40 个字")],
        filters=[tidy],
        description="例如“办公室电脑”“安全密钥”，以后好辨认。",
    )
    password = PasswordField("当前密码", [InputRequired("请输入当前密码"), Length(max=200)])


class FinishPasskeyForm(FlaskForm):
    """What the device has made; the browser's script fills it in."""

    name = HiddenField(validators=[InputRequired(), Length(max=40)])
    answer = HiddenField(validators=[InputRequired(), Length(max=8000)])


class PasskeySignInForm(FlaskForm):
    """What the device has signed, filled in by the browser's script; ``next`` as in SignInForm."""

    answer = HiddenField(validators=[InputRequired(), Length(max=8000)])
    next = HiddenField()
