"""Whether the words of a report speak of what officials did: then it must not reach their body.

A question, never a decision: who reports is asked before it is handed in. Pure.
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from app.kernel.masking.patterns import COMMON_SURNAMES

_DATA = tomllib.loads((Path(__file__).parents[1] / "data" / "conduct.toml").read_text("utf-8"))
MOST_SHOWN = 6
"""Words that are shown to who is asked, at most."""


def _any_of(kind: str) -> str:
    longest_first = sorted(_DATA[kind].split(), key=len, reverse=True)
    return "|".join(longest_first)


_NOT_GROWING = "(?![期达久时远效])"
"""科长期 is no 科长."""
_NOT_ADDRESSED = "(?! ?[，,：:！!]? ?(?:您|你|好))"
"""李市长您好 is no report on 李市长."""
_TITLE = f"副?(?:{_any_of('titles')}){_NOT_GROWING}"
_NAMED = re.compile(
    rf"(?<!尊敬的)[{COMMON_SURNAMES}][\u4e00-\u9fff某]{{0,2}}{_TITLE}{_NOT_ADDRESSED}"
    rf"|{_TITLE}[{COMMON_SURNAMES}](?:某{{1,2}}|[\u4e00-\u9fff]{{1,2}})"
)
_OFFICIAL = re.compile(rf"{_TITLE}|{_any_of('posts')}")
_OF_OFFICE = re.compile(_any_of("of_office"))
_ACT = re.compile(f"{_any_of('acts')}|{_DATA['gifts']}")
_BODY = re.compile(_any_of("bodies"))


def conduct_signs(text: str, bodies: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of ``text`` that speak of the conduct of officials; none where it does not.

    ``bodies`` are the names of bodies that stand in it. An official who is named is enough, and an
    act that only officials can do; other acts count beside an official or a body.
    """
    named, of_office = _NAMED.findall(text), _OF_OFFICE.findall(text)
    acts, officials = _ACT.findall(text), _OFFICIAL.findall(text)
    known = [*bodies, *_BODY.findall(text)]
    if not (named or of_office or (acts and (officials or known))):
        return ()
    signs = [*named, *of_office, *acts, *known, *([] if named else officials)]
    return tuple(dict.fromkeys(signs))[:MOST_SHOWN]
