"""Rules of addresses that compile how one of them is written when the first is."""

from collections.abc import Callable
from functools import cache

from werkzeug import routing


class Rule(routing.Rule):
    """Werkzeug compiles two functions for each rule at the start, most of what a start costs.

    A process writes addresses of some of them, and of hardly any by the second function.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        compiled = cache(super()._compile_builder)

        def write(rule: routing.Rule, /, **values: object) -> tuple[str, str]:
            return compiled(append_unknown)(rule, **values)

        return write
