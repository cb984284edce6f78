"""``python -m tests.mutations [how many]``: take fields away, and see whether the contract fails.

Prints each removal with what became of it. Ends with an error where one was not seen.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

from app.publishing.fields.declaring import FieldPlace, RecordField
from app.publishing.kind.kind import RecordKind
from app.records.companies.fields import REGISTRATION_NUMBER, PartyKindChoice
from app.records.register import KINDS
from tests.mutations.plugin import REMOVALS, VARIABLE
from tests.support.kind_samples import stated_in

USUAL = 36
OWN_WORDS = ("credit",)
"""Kinds that say by themselves how the words above their list are looked for."""
CONTRACT = "tests/pages/publishing/kinds"
PASSED, FAILED = 0, 1


def main(number: int) -> int:
    """The exit status: whether all were seen."""
    if run("", "") != PASSED:
        sys.stdout.write("the contract fails as it is: nothing can be learned from it\n")
        return FAILED
    survived = []
    tried = chosen(number)
    for kind, field, place in tried:
        removal = f"{kind.endpoint}.{field.name}.{place}"
        is_seen = run(kind.endpoint, removal) == FAILED
        sys.stdout.write(f"{'killed  ' if is_seen else 'SURVIVED'} {removal}\n")
        sys.stdout.flush()
        survived += [] if is_seen else [removal]
    sys.stdout.write(f"{len(tried) - len(survived)} of {len(tried)} removals were seen\n")
    return FAILED if survived else PASSED


def chosen(number: int) -> list[tuple[RecordKind[Any], RecordField, str]]:
    """So many removals, spread over kinds and places."""
    every = list(removals())
    number = min(number, len(every))
    return [every[at * len(every) // number] for at in range(number)]


def removals() -> Iterator[tuple[RecordKind[Any], RecordField, str]]:
    """Of each kind and place one field, another each time."""
    turn = 0
    for kind in KINDS:
        for place in REMOVALS:
            if fields := standing_in(kind, place):
                turn += 1
                yield kind, fields[turn * 7 % len(fields)], place


def standing_in(kind: RecordKind[Any], place: str) -> list[RecordField]:
    """The fields that a sample of the kind shows there, and that can therefore be missed."""
    usual = [each for each in kind.fields if each.type is not REGISTRATION_NUMBER]
    match place:
        case "search":
            return [each for each in usual if each.search]
        case "filter":
            return [each for each in usual if each.narrows]
        case "words":
            return [each for each in usual if each.found_by and kind.endpoint not in OWN_WORDS]
        case "column":
            return [each for each in usual if each.name in kind.listed]
        case "log":
            in_form = stated_in(kind, FieldPlace.FORM)
            return [each for each in usual if each in in_form and not is_fixed(kind, each)]
    stated = stated_in(kind, FieldPlace(place))
    return [each for each in usual if each in stated]


def is_fixed(kind: RecordKind[Any], field: RecordField) -> bool:
    """Whether all samples say the same, or each stays on its list."""
    return isinstance(field.type, PartyKindChoice) or field.name == kind.lists_by


def run(endpoint: str, removal: str) -> int:
    """Run the contract of a kind with a removal; the status of pytest, which ran it."""
    arguments = ["-q", "-x", "-p", "no:cacheprovider", "-p", "tests.mutations.plugin", CONTRACT]
    arguments += ["-k", endpoint] if endpoint else []
    environment = os.environ | {VARIABLE: removal}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments],
        env=environment,
        capture_output=True,
        check=False,
    )
    if done.returncode not in (PASSED, FAILED):
        raise RuntimeError(done.stdout.decode() + done.stderr.decode())
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else USUAL))
