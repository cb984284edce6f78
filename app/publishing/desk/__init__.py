"""The desk of editors and reviewers: the same pages for every kind of published record."""
