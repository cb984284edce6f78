"""Drills: what an operator's bad day and an attacker do, done to a real site, with figures.

Each module is one drill with a ``main(arguments)``; ``python -m tests.drills`` lists them.
"""
