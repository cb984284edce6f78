"""The draft of the browser that asks, and the way from one question to the next."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask_wtf import FlaskForm
from werkzeug import Response

from app.complaints.answers import Answers, Question
from app.complaints.queries.drafts import live_draft, token_hash
from app.complaints.services.drafts import save_answers

TOKEN = "complaint_draft"  # noqa: S105  # the name of the session entry, not a secret

Answer = str | Response


@dataclass(frozen=True)
class CurrentDraft:
    """An unfinished draft: its token, what is answered, and the files so far."""

    token: str
    answers: Answers
    evidence: list[Any]

    @property
    def fingerprint(self) -> str:
        """Tells drafts apart without giving the token away."""
        return token_hash(self.token)[:16]


def current_draft() -> CurrentDraft | None:
    """The draft that this browser is filling in; None when there is none, or it is submitted."""
    token = session.get(TOKEN, "")
    draft = live_draft(token) if token else None
    if draft is None or draft.submission_id is not None:
        return None
    return CurrentDraft(token, Answers.parse(draft.answers), list(draft.evidence))


def with_draft(question: Question) -> Callable[[Callable[..., Answer]], Callable[..., Answer]]:
    """Give the view its draft; who has none, or skips questions, is sent where they belong."""

    def decorate(view: Callable[..., Answer]) -> Callable[..., Answer]:
        @wraps(view)
        def guarded(**arguments: Any) -> Answer:
            token = session.get(TOKEN, "")
            row = live_draft(token) if token else None
            if row is None:
                return redirect(url_for("complaints.expired" if token else "complaints.new"))
            if row.submission_id is not None:
                return redirect(url_for("complaints.done"))
            draft = CurrentDraft(token, Answers.parse(row.answers), list(row.evidence))
            if not draft.answers.may_open(question):
                return redirect(page_of(draft.answers.first_open))
            return view(draft, **arguments)

        return guarded

    return decorate


def keep(draft: CurrentDraft, answers: Answers, question: Question) -> Response:
    """Save ``answers``, and go on to the next question, or back to checking."""
    save_answers(token=draft.token, answers=answers)
    return redirect(page_of(next_question(answers, question)))


def next_question(answers: Answers, question: Question) -> Question:
    """What follows; who came to change one answer goes to whatever is open because of it."""
    return answers.first_open if is_change() else answers.after(question)


def ask(template: str, question: Question, form: FlaskForm, answers: Answers, **more: Any) -> str:
    """The page of a question, with its place among the others and the way back."""
    before = answers.before(question)
    back = more.pop("back", page_of(before) if before else url_for("complaints.new"))
    return render_template(
        f"complaints/{template}.html",
        question=question,
        questions=answers.questions,
        answers=answers,
        form=form,
        back=page_of(Question.CHECK) if is_change() else back,
        here=url_for(str(request.endpoint), change=is_change() or None),
        **more,
    )


def page_of(question: Question) -> str:
    """The address of a question."""
    return url_for(f"complaints.{question.value}")


def is_change() -> bool:
    """Whether the visitor came from the page that shows all answers."""
    return request.args.get("change", "") not in {"", "0"}
