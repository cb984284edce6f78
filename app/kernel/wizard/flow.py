"""The way through a form of one question per page, up to its receipt, in one browser."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, Protocol, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask import Response as FlaskResponse
from flask_wtf import FlaskForm
from werkzeug import Response

from app.kernel.crypto.tracking_codes import code_behind
from app.kernel.db.browser_sessions import token_hash
from app.kernel.wizard.questionnaire import FormPage, Questionnaire

Answer = str | Response
View = Callable[..., Answer]
A = TypeVar("A", bound=Questionnaire[Any])


@dataclass(frozen=True)
class CurrentDraft(Generic[A]):
    """A draft: its token, what is answered, the files so far, and whether it is handed in."""

    token: str
    answers: A
    evidence: list[Any]
    is_submitted: bool

    @property
    def fingerprint(self) -> str:
        """Tells drafts apart without giving the token away."""
        return token_hash(self.token)[:16]


@dataclass(frozen=True)
class Flow(Generic[A]):
    """The pages of one form: the blueprint ``name`` has a view for each question, by its value.

    Besides these the blueprint has the views ``new``, ``done`` and ``expired``.
    """

    name: str
    folder: str
    """Of the templates: each question has one of its name there."""
    key: str
    """Under which the session keeps the draft's token."""
    find: Callable[[str], CurrentDraft[A] | None]
    save: Callable[..., None]

    @property
    def token(self) -> str:
        """The token that this browser holds; empty when it holds none."""
        token: str = session.get(self.key, "")
        return token

    def hold(self, token: str) -> None:
        """Give this browser the token of a draft that has begun."""
        session[self.key] = token

    def let_go(self) -> str:
        """Take the token from this browser; returns it."""
        token: str = session.pop(self.key, "")
        return token

    def current(self) -> CurrentDraft[A] | None:
        """The draft that this browser is filling in; None when there is none."""
        draft = self.find(self.token) if self.token else None
        return None if draft is None or draft.is_submitted else draft

    def with_draft(self, question: FormPage) -> Callable[[View], View]:
        """Give the view its draft; who has none, or skips questions, is sent where they belong."""

        def decorate(view: View) -> View:
            @wraps(view)
            def guarded(**arguments: Any) -> Answer:
                draft = self.find(self.token) if self.token else None
                if draft is None:
                    return redirect(url_for(f"{self.name}.{'expired' if self.token else 'new'}"))
                if draft.is_submitted:
                    return redirect(url_for(f"{self.name}.done"))
                if not draft.answers.may_open(question):
                    return redirect(self.page_of(draft.answers.first_open))
                return view(draft, **arguments)

            return guarded

        return decorate

    def keep(self, draft: CurrentDraft[A], answers: A, question: FormPage) -> Response:
        """Save ``answers``, and go on to the next question, or back to checking.

        Who came to change one answer goes to what is open because of it. Raises DraftExpiredError.
        """
        self.save(token=draft.token, answers=answers)
        return self.go_on(answers, question)

    def go_on(self, answers: A, question: FormPage) -> Response:
        """To the question after ``question``, when ``answers`` are saved."""
        following = answers.first_open if is_change() else answers.after(question)
        return redirect(self.page_of(following))

    def ask(
        self, template: str, question: FormPage, form: FlaskForm, answers: A, **more: Any
    ) -> str:
        """The page of a question, with its place among the others and the way back."""
        before = answers.before(question)
        back = more.pop("back", self.page_of(before) if before else url_for(f"{self.name}.new"))
        return render_template(
            f"{self.folder}/{template}.html",
            question=question,
            questions=answers.questions,
            answers=answers,
            form=form,
            back=self.page_of(answers.questions[-1]) if is_change() else back,
            here=url_for(str(request.endpoint), change=is_change() or None),
            **more,
        )

    def page_of(self, question: FormPage) -> str:
        """The address of a question."""
        return url_for(f"{self.name}.{question.value}")


def is_change() -> bool:
    """Whether the visitor came from the page that shows all answers."""
    return request.args.get("change", "") not in {"", "0"}


class Receipt(Protocol):
    """What a draft has become: it can be followed by its number and a code."""

    number: str
    code_hash: str


@dataclass(frozen=True)
class Receipts:
    """The views ``done``, ``receipt``, ``discard`` and ``expired`` of the form ``flow``.

    ``find`` gives what the draft with a token has become, None before it is handed in;
    ``discard`` forgets a draft. The templates ``done.html`` and ``receipt.txt`` in the flow's
    folder get it as ``receipt``, with its ``code``.
    """

    flow: Flow[Any]
    find: Callable[[str], Receipt | None]
    discard_draft: Callable[..., None]

    def register(self, blueprint: Blueprint) -> None:
        """Add the views."""
        blueprint.add_url_rule("/new/done", "done", self.done)
        blueprint.add_url_rule("/new/receipt.txt", "receipt", self.receipt)
        blueprint.add_url_rule("/new/discard", "discard", self.discard, methods=["POST"])
        blueprint.add_url_rule("/new/expired", "expired", self.expired)

    def done(self) -> str | Response:
        """The number and the code, as long as this browser holds the draft."""
        found = self._receipt_and_code()
        return self._render("done.html", *found) if found else self._elsewhere()

    def receipt(self) -> Response:
        """The same as a small file to keep."""
        found = self._receipt_and_code()
        if found is None:
            return self._elsewhere()
        response = FlaskResponse(self._render("receipt.txt", *found), mimetype="text/plain")
        name = f"{found[0].number}.txt"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def discard(self) -> Response:
        """Forget the draft, or the receipt, in this browser and on the server."""
        if token := self.flow.let_go():
            self.discard_draft(token=token)
        flash("本机上的内容已清除。")
        return redirect(url_for(f"{self.flow.name}.new"))

    def expired(self) -> str:
        """Kind words for who took longer than the draft is kept."""
        return render_template(f"{self.flow.folder}/expired.html")

    def _receipt_and_code(self) -> tuple[Receipt, str] | None:
        token = self.flow.token
        receipt = self.find(token) if token else None
        code = code_behind(token, receipt.code_hash) if receipt else None
        return (receipt, code) if receipt and code else None

    def _render(self, template: str, receipt: Receipt, code: str) -> str:
        return render_template(f"{self.flow.folder}/{template}", receipt=receipt, code=code)

    def _elsewhere(self) -> Response:
        """Nothing is handed in yet, or the key that its code was made with has been taken away."""
        return redirect(url_for(f"{self.flow.name}.{'check' if self.flow.current() else 'track'}"))
