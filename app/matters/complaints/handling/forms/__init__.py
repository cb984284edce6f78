"""Forms of handling."""
