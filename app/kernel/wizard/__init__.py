"""Forms of one question per page: drafts, the way through them, the receipt."""
