"""Every SELECT of the evaluation: how matters were handled, how bodies publish."""
