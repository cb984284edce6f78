"""``python -m tests.support.installed LOCK MODULE …``: run it as where only LOCK is installed.

The environment of the tests has more packages than a site, and some libraries load others where
they find them.
"""

import re
import runpy
import sys
from collections.abc import Collection, Sequence
from importlib.abc import MetaPathFinder
from importlib.metadata import packages_distributions
from types import ModuleType

from tests.support.source import ROOT

_PINNED = re.compile(r"^([\w.-]+)==", re.M)


class Absent(MetaPathFinder):
    """Finds no module of packages that are not to be there."""

    def __init__(self, names: Collection[str]) -> None:
        self._names = frozenset(names)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> None:
        """Refuse it, or leave it to the other finders."""
        if path is None and fullname in self._names:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def only(lock: str) -> None:
    """From now on, import nothing but what the file ``lock`` installs."""
    pinned = {_plain(each) for each in _PINNED.findall((ROOT / lock).read_text(encoding="utf-8"))}
    others = [
        module
        for module, packages in packages_distributions().items()
        if pinned.isdisjoint(map(_plain, packages))
    ]
    sys.meta_path.insert(0, Absent(others))


def _plain(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()


if __name__ == "__main__":
    _, lock, module, *arguments = sys.argv
    only(lock)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__")
