"""Pages of editors and reviewers: the desk of each kind of record, and the queue over all."""
