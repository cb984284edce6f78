"""``python -m tests.support.pinyin_table`` writes anew how characters are read.

What pypinyin knows takes 10 MB of a process; the two most usual readings of each character,
without tones, fit into a file of 160 kB.
"""

import re
from collections import defaultdict

from pypinyin import Style, pinyin
from pypinyin.constants import PINYIN_DICT

from app.search.pinyin import TABLE

READINGS = 2
_LETTERS = re.compile("[a-z]+")


def table() -> str:
    """A line for each syllable: whose first reading it is, and whose second."""
    lines: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for code in sorted(PINYIN_DICT):
        for place, reading in enumerate(_readings(chr(code))):
            lines[reading][place].append(chr(code))
    return "".join(
        f"{syllable}\t{''.join(first)}\t{''.join(second)}\n"
        for syllable, (first, second) in sorted(lines.items())
    )


def _readings(char: str) -> list[str]:
    written = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return list(dict.fromkeys(filter(_LETTERS.fullmatch, written)))[:READINGS]


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
