"""Bringing a site from SQLite to PostgreSQL."""
