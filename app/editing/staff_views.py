"""List, form, review, publication and withdrawal of one kind of record, nested under ``admin``.

A feature makes one desk: it says what the record's form and words are. Editors keep drafts,
reviewers publish and withdraw; to other bodies a record does not exist.
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.accounts.access import current_staff, requires
from app.accounts.permissions import Permission
from app.core.errors import DomainError
from app.editing import queries
from app.editing.forms import ActForm, DeskFilterForm, WithdrawForm
from app.editing.queries import Source
from app.publishing import services
from app.publishing.rules import PublicationStatus
from app.search.documents import SearchKind

R = TypeVar("R")
Answer = str | Response | tuple[str, int]


class RecordDesk(ABC, Generic[R]):
    """The pages of one kind of record."""

    name: ClassVar[str]
    source: Source[R]
    form_class: type[FlaskForm]
    can_preview: ClassVar[bool] = False
    extra_template: ClassVar[str] = ""
    """A template for what only this kind of record has; it may ask ``desk`` for more."""

    def __init__(self, bp: Blueprint) -> None:
        self.endpoint = f"admin.{bp.name}"
        read, edit = Permission.READ_RECORDS, Permission.EDIT_RECORDS
        review = Permission.PUBLISH_RECORDS
        for rule, name, view, permission, methods in (
            ("/", "index", self.index, read, ["GET"]),
            ("/new", "new", self.new, edit, ["GET", "POST"]),
            ("/<int:key>", "detail", self.detail, read, ["GET"]),
            ("/<int:key>/edit", "edit", self.edit, edit, ["GET", "POST"]),
            ("/<int:key>/publish", "publish", self.publish, review, ["POST"]),
            ("/<int:key>/withdraw", "withdraw", self.withdraw, review, ["POST"]),
        ):
            bp.add_url_rule(rule, name, requires(permission)(view), methods=methods)

    @abstractmethod
    def title(self, record: R) -> str:
        """What the record is called in lists."""

    @abstractmethod
    def kind(self, record: R) -> SearchKind:
        """What the record is to the index and the log."""

    @abstractmethod
    def facts(self, record: R) -> list[tuple[str, Any]]:
        """Label and value of all that the public will see."""

    @abstractmethod
    def public_url(self, record: R) -> str:
        """Where the public sees the record."""

    @abstractmethod
    def form(self, record: R | None) -> FlaskForm:
        """The form with its choices, filled in from the record."""

    @abstractmethod
    def save(self, record: R | None, form: Any) -> R:
        """Carry out what the form asks for."""

    def acts(self, record: R) -> list[tuple[str, str]]:
        """Further things to do: words and address."""
        return []

    def preview(self, form: Any) -> Markup | None:
        """How the public would see what is in the form."""
        return None

    def index(self) -> str:
        """The records that the person may see."""
        form = DeskFilterForm.read(request.args)
        status = PublicationStatus(form.status.data) if form.status.data else None
        page = queries.records(
            self.source, current_staff(), status=status, text=form.q.data, page=form.page.data
        )
        return self._render("list", form=form, page=page)

    def new(self) -> Answer:
        """An empty form, and the record that comes of it."""
        return self._edit(None)

    def edit(self, key: int) -> Answer:
        """The form of a draft or of a withdrawn record."""
        record = self.find(key)
        services.refuse_published(record)
        return self._edit(record)

    def detail(self, key: int) -> str:
        """All that would be public, with what can be done."""
        return self._detail(self.find(key), WithdrawForm())

    def publish(self, key: int) -> Answer:
        """Show the record to the public."""
        record = self.find(key)
        if ActForm().validate_on_submit():
            services.publish(record, kind=self.kind(record), actor=current_staff().as_actor())
            flash("已公示。")
        return redirect(self._url("detail", key=key))

    def withdraw(self, key: int) -> Answer:
        """Take the record off the site."""
        record, form = self.find(key), WithdrawForm()
        if not form.validate_on_submit():
            return self._detail(record, form), 400
        actor = current_staff().as_actor()
        services.withdraw_publication(
            record, kind=self.kind(record), actor=actor, reason=form.reason.data
        )
        flash("已撤下。公众再打开这个网址，只看到“已不再公示”。")
        return redirect(self._url("detail", key=key))

    def find(self, key: int) -> Any:
        """The record, or 404 when it is another body's."""
        return queries.record(self.source, current_staff(), key)

    def _edit(self, record: Any) -> Answer:
        form = self.form(record)
        if not form.is_submitted():
            return self._form_page(form, record)
        if not form.validate():
            return self._form_page(form, record), 400
        if self.can_preview and "preview" in request.form:
            return self._form_page(form, record, preview=self.preview(form))
        try:
            saved: Any = self.save(record, form)
        except DomainError as error:
            form.form_errors.append(error.message)
            return self._form_page(form, record), 400
        flash("已保存为草稿，由审核人员公示。")
        return redirect(self._url("detail", key=saved.id))

    def _form_page(self, form: FlaskForm, record: Any, preview: Markup | None = None) -> str:
        return self._render("form", form=form, record=record, preview=preview)

    def _detail(self, record: Any, form: WithdrawForm) -> str:
        return self._render("record", record=record, form=form)

    def _render(self, template: str, /, **context: Any) -> str:
        return render_template(
            f"editing/staff/{template}.html", desk=self, url=self._url, **context
        )

    def _url(self, name: str, **values: Any) -> str:
        return url_for(f"{self.endpoint}.{name}", **values)
