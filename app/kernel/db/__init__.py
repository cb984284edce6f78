"""Database: the session, reference rows, paging, caches that follow its changes."""
