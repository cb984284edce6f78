"""A kind of record: one declaration, and what is derived from it.

Pages, desk, form, filters, downloads, import and search read the declared fields of its model.
"""
