"""What the handling of a matter reads."""
