"""Tests, and what measures the site."""

import os

# The tests ask pypinyin for single characters. Its dictionary of phrases, which it reads when it
# is imported unless this says no, would take a third of a second and 20 MB of each process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
