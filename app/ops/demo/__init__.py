"""Invented records for demonstrations and tests: companies that do not exist, and what befell them.

The same day gives the same records. Nothing real is mixed in; a site fact marks the database,
and every page then says 演示数据.
"""
