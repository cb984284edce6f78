"""The page of a thing with its acts: each takes its form, calls its service, and says so.

Where it is refused the page comes again, with why and with all that was typed: 400 where the
form does not hold, 409 where a service says no or the page was too old.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from flask import Blueprint, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.kernel.errors import DomainError, NotFoundError
from app.kernel.web.bodies import takes_files
from app.kernel.web.forms import has_files
from app.people.access import can, current_staff, requires
from app.people.acting.forms import ActForm
from app.people.acting.rules import ActRules
from app.people.permissions import Permission

T = TypeVar("T")
Answer = str | Response | tuple[str, int]
Address = Mapping[str, Any]
NO_ITEM: Address = {}


@dataclass(frozen=True)
class Action:
    """How an act is asked for, which service does it, and what is said when it is done."""

    name: str
    form: type[ActForm]
    service: Callable[..., Any]
    done: str = ""
    """May speak of the thing, or of what the service gave: ``已同意，现在：{0.standing}。``"""
    permission: Permission | None = None
    """Where it is not that of the page."""
    rule: str = ""
    """Its address below that of the thing, where it is not its name."""
    act: str = ""
    """Its name in the rules, where several forms are one act there."""
    shows: str = ""
    """Under which name the page shows, this once, what the service gives back."""


def form_page(
    form: ActForm,
    service: Callable[..., Any],
    *,
    page: Callable[[], str],
    done: str,
    onward: Callable[[Any], str],
) -> Answer:
    """A page that is one form: what it asks is done, or comes again with why not (DomainError).

    ``done`` may speak of what the service gave, and ``onward`` says where to go with that.
    """
    if not form.is_submitted():
        return page()
    if not form.validate():
        return page(), 400
    try:
        result = service(**form.arguments(), staff=current_staff())
    except DomainError as error:
        form.refuse(error.message)
        return page(), form.refused_with
    flash(done.format(result))
    return redirect(onward(result))


class ActPages(ABC, Generic[T]):
    """One kind of thing at the desk: its page, and an address for each of its acts."""

    path: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ("number",)
    """The variables of ``path``; further ones of an act's rule go to its service."""
    locks: ClassVar[bool] = False
    """Whether ``find`` takes ``for_update``, for acts; else services lock what they change."""
    home: ClassVar[str] = "detail"
    """The endpoint of the page."""
    noun: ClassVar[str] = ""
    """By which name services take the thing; without one they are told where it is."""
    stale: ClassVar[str] = ""
    """What is said to who decided on a page that no longer told the truth."""
    permission: ClassVar[Permission]
    rules: ClassVar[ActRules[Any, Any]]
    actions: ClassVar[tuple[Action, ...]]

    def __init__(self, bp: Blueprint) -> None:
        read = requires(self.permission)(self._read)
        bp.add_url_rule(self.path, self.home, read)
        self._actions = {action.name: action for action in self.actions}
        for action in self.actions:
            view = partial(self._look if action.shows else self._act, action)
            guarded = requires(action.permission or self.permission)(view)
            if has_files(action.form):
                takes_files(guarded)
            rule = f"{self.path.rstrip('/')}/{action.rule or action.name}"
            bp.add_url_rule(rule, action.name, guarded, methods=["POST"])

    @abstractmethod
    def find(self, **address: Any) -> T:
        """The thing; NotFoundError where the person may not know of it."""

    @abstractmethod
    def page(self, thing: T, failed: ActForm | None = None, **shown: Any) -> str:
        """Its page, with the form that failed as it was typed."""

    def address(self, thing: T) -> dict[str, Any]:
        """Where it is."""
        return {key: getattr(thing, key) for key in self.keys}

    def named(self, thing: T) -> dict[str, Any]:
        """How services are told of the thing."""
        return {self.noun: thing} if self.noun else self.address(thing)

    def onward(self, thing: T, _item: Address = NO_ITEM) -> str:
        """Where to go when an act is done, to the thing or to an item of it."""
        return url_for(f".{self.home}", **self.address(thing))

    def next_page(self, thing: T, item: Address, _result: Any) -> str:
        """Where to go when an act is done: onward, unless it made something to be shown."""
        return self.onward(thing, item)

    def choices(self, thing: T) -> Any:
        """What forms choose from: the thing itself, unless they need what others know."""
        return thing

    def form_class(self, name: str, _thing: T) -> type[ActForm]:
        """The form of an act."""
        return self._actions[name].form

    def form(self, name: str, thing: T, item: Address = NO_ITEM, **options: Any) -> ActForm:
        """The form of an act on the thing, or on one item of it; as sent, unless given no data."""
        full_name = "-".join([name, *map(str, item.values())])
        version = getattr(thing, "version", None)
        form = self.form_class(name, thing)(prefix=full_name, version=version, **options)
        form.act_name = full_name
        form.act_url = url_for(f".{name}", **self.address(thing), **item)
        form.offer(self.choices(thing))
        return form

    def blank(self, name: str, thing: T, **item: Any) -> ActForm:
        """The same before anybody has filled it in."""
        return self.form(name, thing, item, formdata=None)

    def forms(
        self, thing: T, failed: ActForm | None = None, **items: Iterable[Address]
    ) -> dict[str, ActForm]:
        """By name, a form for each act open to the person; the failed one as it was typed.

        ``items``: of what is done to parts of the thing, those to which it can be done now.
        """
        acts = self.rules.open_to(thing, current_staff())
        ready = [
            self.blank(action.name, thing, **item)
            for action in self.actions
            if (action.act or action.name) in acts and can(action.permission or self.permission)
            for item in items.get(action.name, [NO_ITEM])
        ]
        return {form.act_name: form for form in [*ready, *filter(None, [failed])]}

    def conflict(self, thing: T, form: ActForm) -> Answer:
        """For who was slower than somebody else: sent again, the form speaks of what is now."""
        form.bring_up(self.choices(thing))
        form.refuse(self.stale)
        return self.page(thing, form), 409

    def lost(self, _action: Action) -> Answer:
        """For who acts on what is not there for them: NotFoundError, unless overridden."""
        raise NotFoundError

    def done(self, action: Action, thing: T, _form: ActForm, result: Any) -> None:
        """Say that it is done."""
        flash(action.done.format(thing, result))

    def _read(self, **address: Any) -> Answer:
        return self.page(self.find(**address))

    def _act(self, action: Action, **address: Any) -> Answer:
        try:
            thing, form, item = self._thing_and_form(action, address)
        except NotFoundError:
            return self.lost(action)
        if not form.validate_on_submit():
            return self.page(thing, form), 400
        if form.is_stale(thing):
            return self.conflict(thing, form)
        try:
            result = self._serve(action, thing, form, item)
        except DomainError as error:
            form.refuse(error.message)
            return self.page(self.find(**self.address(thing)), form), form.refused_with
        self.done(action, thing, form, result)
        return redirect(self.next_page(thing, item, result))

    def _look(self, action: Action, **address: Any) -> Answer:
        thing, form, item = self._thing_and_form(action, address)
        if not form.validate_on_submit():
            return self.page(thing, form), 400
        return self.page(thing, **{action.shows: self._serve(action, thing, form, item)})

    def _thing_and_form(self, action: Action, address: Address) -> tuple[T, ActForm, Address]:
        """What the address names, and the form that was sent there."""
        item = {key: value for key, value in address.items() if key not in self.keys}
        lock = {"for_update": True} if self.locks and not action.shows else {}
        thing = self.find(**{key: address[key] for key in self.keys}, **lock)
        return thing, self.form(action.name, thing, item), item

    def _serve(self, action: Action, thing: T, form: ActForm, item: Address) -> Any:
        about = {**self.named(thing), **item}
        return action.service(**about, staff=current_staff(), **form.arguments())
