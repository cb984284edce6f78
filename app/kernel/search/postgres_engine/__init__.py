"""The search engine in the site's own PostgreSQL database.

Our tokens in tsvectors say which records may match, the folded texts which do. A record's row
is written in the record's own transaction, so that no one finds yesterday's text.
"""

from app.kernel.search.postgres_engine.engine import PostgresEngine

__all__ = ["PostgresEngine"]
