"""Addresses: numbers in them, how they are compiled, and many that differ in one variable."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from flask import Flask, request, url_for
from werkzeug import routing
from werkzeug.routing import IntegerConverter, ValidationError

STAND_IN = 918273645
"""For the variable while the pattern is made: a number, which every kind of variable takes."""
SAFE = "!$&'()*+,/:;=@"
"""What Werkzeug leaves as it is in a variable of text."""
LARGEST = 2**31 - 1
"""The largest number of a row that every database can hold."""


class AddressRule(routing.Rule):
    """Werkzeug compiles two functions for each rule at the start, most of what a start costs.

    A process writes addresses of some of them, and of hardly any by the second function.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def write(rule: routing.Rule, /, **values: object) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return write


class RecordNumber(IntegerConverter):
    """A number that a database can hold; a larger one names no page, and is never asked for."""

    regex = r"\d{1,10}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST:
            raise ValidationError
        return number


def init_app(app: Flask) -> None:
    """Let ``<int:…>`` in addresses be such a number."""
    app.url_map.converters["int"] = RecordNumber


def record_url(endpoint: str, **variable: object) -> str:
    """What ``url_for`` gives for a page with one variable, such as a number or a code.

    Made from a pattern, in a tenth of the time.
    """
    ((name, value),) = variable.items()
    before, after = _pattern(request.script_root, endpoint, name)
    text = str(value)
    return f"{before}{text if text.isascii() and text.isalnum() else quote(text, SAFE)}{after}"


@lru_cache(maxsize=200)
def _pattern(_prefix: str, endpoint: str, name: str) -> tuple[str, str]:
    """What stands before and after the variable, for each prefix under which the site is served."""
    variable: dict[str, Any] = {name: STAND_IN}
    before, _, after = url_for(endpoint, **variable).partition(str(STAND_IN))
    return before, after
