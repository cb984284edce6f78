"""What a browser has opened by number and code, until half an hour after the last click."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import abort, flash, redirect, session, url_for
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from app.kernel import clock
from app.kernel.web.form_checks import at_most

SECONDS = 30 * 60

Answer = str | Response


class TrackForm(FlaskForm):
    """Number and code."""

    number = StringField(
        "登记编号", validators=[InputRequired("请填写登记编号，它写在回执上"), at_most(40)]
    )
    code = StringField("查询码", validators=[InputRequired("请填写 16 位查询码"), at_most(40)])


@dataclass(frozen=True)
class TrackingAccess:
    """A door: ``key`` is where the session notes what was opened, ``door`` the form's endpoint."""

    key: str
    door: str

    def open(self, found: int) -> None:
        """Note that this browser may see ``found`` from now on."""
        session[self.key] = {"id": found, "until": int(clock.now().timestamp()) + SECONDS}

    def close(self) -> None:
        """Forget it."""
        session.pop(self.key, None)

    def guarded(
        self, find: Callable[[int], Any]
    ) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
        """Give the view what this browser has opened; others must open something first."""

        def decorate(view: Callable[..., Answer]) -> Callable[..., Answer]:
            @wraps(view)
            def checked(**arguments: Any) -> Answer:
                opened = session.get(self.key)
                if not opened or opened["until"] < int(clock.now().timestamp()):
                    self.close()
                    if opened:
                        flash("30 分钟没有操作，为保护您已退出查询。请重新输入编号和查询码。")
                    return redirect(url_for(self.door))
                self.open(opened["id"])
                found = find(opened["id"])
                return view(found, **arguments) if found else abort(404)

            return checked

        return decorate
