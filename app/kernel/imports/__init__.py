"""Spreadsheets in and out: a machine that knows files and cells, but no kind of record.

Features tell it what they take (``register_target``); pages hand it what they show
(``exporting.export``).
"""
