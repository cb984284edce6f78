"""The embedded engine: Whoosh keeps the files, numpy does the reading.

Only this package imports whoosh. Its searching, scoring and query language are not used:
postings are read as arrays, and filters, order and counts come from columns of numbers.
"""

from app.kernel.search.whoosh_engine.engine import WhooshEngine

__all__ = ["WhooshEngine"]
