"""Publication life: which records the public may see, and until when."""
