"""Database: the session, column types, reference rows, paging, caches that follow its changes."""
