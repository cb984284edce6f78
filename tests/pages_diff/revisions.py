"""Dumps of the working tree and of any revision, each by a process of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
TOOL = Path("tests", "pages_diff")
SETTINGS = {
    "SECRET_KEY": "a secret of the dump",
    "ENCRYPTION_KEYS": f"k1:{'0' * 64}",
    "SITE_URL": "http://127.0.0.1:8000",
    "PROOF_AFTER_ALL": "0",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONWARNINGS": "ignore",
}
INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
"""Of the environment; any other setting of a site would change its pages."""


def dump(tree: Path, folder: Path) -> None:
    """Write the answers of the site in ``tree`` to ``folder``, in place of what is there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    with TemporaryDirectory() as data_dir:
        subprocess.run(
            [sys.executable, "-m", "tests.pages_diff.walking", str(folder.resolve())],
            cwd=tree,
            env={**inherited, **SETTINGS, "DATA_DIR": data_dir},
            check=True,
        )


@contextmanager
def checked_out(revision: str) -> Iterator[Path]:
    """A working tree of the revision for a while, with this tool in place of its own."""
    with TemporaryDirectory() as parent:
        tree = Path(parent, "tree")
        _git("worktree", "add", "--quiet", "--detach", str(tree), revision)
        try:
            shutil.rmtree(tree / TOOL, ignore_errors=True)
            shutil.copytree(ROOT / TOOL, tree / TOOL)
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)
