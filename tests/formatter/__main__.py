"""Breaks the long lines of all templates, or with --check tells which are still to be broken."""

import sys
from pathlib import Path

from tests.formatter.breaking import formatted

TEMPLATES = Path(__file__).parents[2] / "templates"


def main(arguments: list[str]) -> int:
    """Write the templates anew, or only say which would change; 1 if any would."""
    only_check = "--check" in arguments
    changed = 0
    for path in sorted(TEMPLATES.rglob("*.html")):
        before = path.read_text(encoding="utf-8")
        after = formatted(before)
        if after == before:
            continue
        changed += 1
        if only_check:
            sys.stderr.write(f"would be formatted: {path.relative_to(TEMPLATES.parent)}\n")
        else:
            path.write_text(after, encoding="utf-8")
    return int(only_check and changed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
