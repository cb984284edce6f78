"""The table of security: which mechanism and which tests hold each promise of the site.

``python -m tests.security_table`` writes ``docs/security.md`` from ``rows.toml`` and the marks on
tests; ``python -m tests.security_table run`` runs the marked tests first and notes how they went.
"""
