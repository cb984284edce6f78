"""``python -m tests.drills NAME …`` runs a drill; without a name it lists them."""

import importlib
import pkgutil
import sys

import tests.drills


def main(arguments: list[str]) -> int:
    """Run the drill that is named, with what follows its name; the status for the shell."""
    names = sorted(module.name for module in pkgutil.iter_modules(tests.drills.__path__))
    drills = [name for name in names if not name.startswith("_")]
    if not arguments or arguments[0] not in drills:
        sys.exit(f"python -m tests.drills {' | '.join(drills)}")
    drill = importlib.import_module(f"tests.drills.{arguments[0]}")
    return int(drill.main(arguments[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
