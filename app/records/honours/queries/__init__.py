"""Honours in numbers, what became of them, and what keeps them from being shown."""
