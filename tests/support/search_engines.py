"""Which search engines can be tested here."""

import os

ON_POSTGRES = os.environ.get("TEST_DATABASE_URL", "").startswith("postgresql")
ENGINES = ["whoosh", "postgres"] if ON_POSTGRES else ["whoosh"]
