"""Number and code open what somebody handed in, until half an hour after the last click.

What is opened is a session with a row on the server, as that of staff is: who leaves ends it for
every copy of the cookie, and it ends by itself after two hours.

Wrong codes never shut the right one out. After ten of one address each further try costs it a
proof of work; a try for a number costs the others nothing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, session, url_for
from flask_wtf import FlaskForm
from werkzeug import Response
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from app.kernel.crypto.tracking_codes import opens, tidy_digits
from app.kernel.db.browser_sessions import note_use
from app.kernel.db.session import db, reading_only
from app.kernel.files import papers
from app.kernel.files.papers import as_file
from app.kernel.files.uploads import download
from app.kernel.web import flood_gate, headers, limits
from app.kernel.web.forms import at_most
from app.kernel.wizard import tracking_sessions

DATE_DIGITS = 8
ENDED = "查询已结束：30 分钟没有操作，或者满了 2 小时。为保护您已退出查询，请重新输入编号和查询码。"

Answer = str | Response
View = Callable[..., Answer]


class TrackForm(FlaskForm):
    """Number and code, and the proof that is asked for after too many wrong ones."""

    proof = HiddenField()

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
    """Under which the cookie keeps the token of what was opened."""
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

        A wrong number costs the same time as a wrong code, and is answered alike. Nobody waits to
        write meanwhile: a code is hashed slowly on purpose.
        """
        with reading_only():
            found, code_hash = self.code_of(tidy_number(number))
            db.session.rollback()
        return found if opens(tidy_digits(code), code_hash) else None

    def open(self, found: int) -> None:
        """Let this browser see ``found``: for thirty minutes from its last page on, and two hours
        in all."""
        session[self.key] = tracking_sessions.begin(door=self.name, opened_id=found)

    def guarded(self, find: Callable[[int], Any] | None = None) -> Callable[[View], View]:
        """Give the view what this browser has opened; others must open something first."""

        def decorate(view: View) -> View:
            @wraps(view)
            def checked(**arguments: Any) -> Answer:
                token = str(session.get(self.key, ""))
                opened = tracking_sessions.live(door=self.name, token=token)
                if opened is None:
                    if session.pop(self.key, None):
                        flash(ENDED)
                    return redirect(url_for(f"{self.name}.track"))
                note_use(opened)
                found = (find or self.find)(opened.opened_id)
                return view(found, **arguments) if found else abort(404)

            return checked

        return decorate

    def track(self) -> Answer:
        """Number and code. A wrong number and a wrong code get the same answer."""
        form = TrackForm()
        if form.validate_on_submit():
            if not flood_gate.lets_try(form.proof.data):
                form.code.errors = ["还没有验证。请等下面的提示说可以，再按查询"]
            elif opened := self.opened_by(number=form.number.data, code=form.code.data):
                self.open(opened)
                return redirect(url_for(f"{self.name}.{self.home}"))
            else:
                limits.note_wrong_code()
                form.code.errors = ["登记编号或查询码不对，请对照回执逐位核对"]
        gate = flood_gate.gate_for_try()
        return render_template(f"{self.folder}/track.html", form=form, gate=gate)

    def leave(self) -> Response:
        """End what was opened here, for every copy of the cookie too."""
        tracking_sessions.end(token=str(session.pop(self.key, "")))
        flash("已退出查询。")
        response = redirect(url_for(f"{self.name}.track"))
        headers.forget_here(response)
        return response

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
