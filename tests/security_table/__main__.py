"""``python -m tests.security_table [run]``: see the package."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.security_table.marks import MARK, ROOT
from tests.security_table.page import PAGE, noted_results, results_of, written

WORKERS = "2"


def main() -> int:
    """Write the page; returns what pytest said, or 0."""
    ended, results = 0, noted_results()
    if sys.argv[1:] == ["run"]:
        with TemporaryDirectory() as folder:
            report = Path(folder, "report.xml")
            command = [sys.executable, "-m", "pytest", "-q", "-m", MARK, "-n", WORKERS]
            command += ["--dist", "worksteal", f"--junitxml={report}"]
            ended = subprocess.run(command, cwd=ROOT, check=False).returncode  # ours
            results |= results_of(report, f"{datetime.now(UTC):%Y-%m-%d}")
    PAGE.write_text(written(results), encoding="utf-8")
    return ended


if __name__ == "__main__":
    sys.exit(main())
