"""Number and code open what somebody handed in, until half an hour after the last click."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, session, url_for
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from app.kernel import clock
from app.kernel.crypto.tracking_codes import opens, tidy_digits
from app.kernel.files import papers
from app.kernel.files.papers import as_file
from app.kernel.files.uploads import download
from app.kernel.web import limits
from app.kernel.web.forms import at_most

SECONDS = 30 * 60
"""For which a browser may look at what was opened, from its last page on."""

DATE_DIGITS = 8

Answer = str | Response
View = Callable[..., Answer]


class TrackForm(FlaskForm):
    """Number and code."""

    number = StringField(
        "登记编号", validators=[InputRequired("请填写登记编号，它写在回执上"), at_most(40)]
    )
    code = StringField("查询码", validators=[InputRequired("请填写 16 位查询码"), at_most(40)])


class ConfirmForm(FlaskForm):
    """Nothing but the will to do it."""


def tidy_number(typed: str) -> str:
    """The date and serial of a number, with or without the letter of what it is the number of."""
    digits = tidy_digits(typed)
    return f"{digits[:DATE_DIGITS]}-{digits[DATE_DIGITS:]}"


@dataclass(frozen=True)
class TrackingDoor:
    """The views ``track``, ``leave``, ``own_file``, ``paper`` and ``paper_file`` of a blueprint."""

    name: str
    """Of the blueprint."""
    folder: str
    """Of the templates ``track.html`` and ``paper.html``."""
    home: str
    """The view that shows what was opened."""
    key: str
    """Under which the session notes what was opened."""
    code_of: Callable[[str], tuple[int | None, str | None]]
    """Id of what bears a number, and the hash of its code; both None when nothing does."""
    find: Callable[[int], Any]
    """What its owner may see of it, by its id: among it its ``files`` and ``papers``."""

    def register(self, blueprint: Blueprint) -> None:
        """Add the views."""
        blueprint.add_url_rule("/track", "track", self.track, methods=["GET", "POST"])
        blueprint.add_url_rule("/track/leave", "leave", self.leave, methods=["POST"])
        for rule, view in (
            ("/track/files/<int:file_id>", self.own_file),
            ("/track/papers/<int:document_id>", self.paper),
            ("/track/papers/<int:document_id>/pdf", self.paper_file),
        ):
            blueprint.add_url_rule(rule, view.__name__, self.guarded()(view))

    def opened_by(self, *, number: str, code: str) -> int | None:
        """The id of what number and code open together.

        A wrong number costs the same time as a wrong code, and is answered alike.
        """
        found, kept = self.code_of(tidy_number(number))
        return found if opens(tidy_digits(code), kept) else None

    def open(self, found: int) -> None:
        """Note that this browser may see ``found`` for the next thirty minutes."""
        session[self.key] = {"id": found, "until": int(clock.now().timestamp()) + SECONDS}

    def guarded(self, find: Callable[[int], Any] | None = None) -> Callable[[View], View]:
        """Give the view what this browser has opened; others must open something first."""

        def decorate(view: View) -> View:
            @wraps(view)
            def checked(**arguments: Any) -> Answer:
                opened = session.get(self.key)
                if not opened or opened["until"] < int(clock.now().timestamp()):
                    session.pop(self.key, None)
                    if opened:
                        flash("30 分钟没有操作，为保护您已退出查询。请重新输入编号和查询码。")
                    return redirect(url_for(f"{self.name}.track"))
                self.open(opened["id"])
                found = (find or self.find)(opened["id"])
                return view(found, **arguments) if found else abort(404)

            return checked

        return decorate

    @limits.tracking("number", tidy_number)
    def track(self) -> Answer:
        """Number and code. A wrong number and a wrong code get the same answer."""
        form = TrackForm()
        if form.validate_on_submit():
            opened = self.opened_by(number=str(form.number.data), code=str(form.code.data))
            if opened is not None:
                self.open(opened)
                return redirect(url_for(f"{self.name}.{self.home}"))
            form.code.errors = ["登记编号或查询码不对，请对照回执逐位核对"]
        return render_template(f"{self.folder}/track.html", form=form)

    def leave(self) -> Response:
        """Forget in this browser what was opened."""
        session.pop(self.key, None)
        flash("已退出查询。")
        return redirect(url_for(f"{self.name}.track"))

    def own_file(self, found: Any, file_id: int) -> Answer:
        """A file that its owner handed in, as an attachment."""
        return download(_with_id(found.files, file_id).stored)

    def paper(self, found: Any, document_id: int) -> Answer:
        """A paper that a body has issued to its owner, to be read and printed."""
        return render_template(
            f"{self.folder}/paper.html",
            document=_with_id(found.papers, document_id),
            has_pdf=papers.can_make_pdf(),
        )

    @limits.document
    def paper_file(self, found: Any, document_id: int) -> Answer:
        """The same as a file, where this installation makes them."""
        made = as_file(_with_id(found.papers, document_id))
        page = url_for(f"{self.name}.paper", document_id=document_id)
        return made or redirect(page, code=303)


def _with_id(rows: Iterable[Any], key: int) -> Any:
    """The one among them; 404 for any other."""
    return next((row for row in rows if row.id == key), None) or abort(404)
