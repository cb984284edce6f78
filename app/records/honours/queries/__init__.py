"""Honours as the public and staff may see them, in numbers, and what became of them."""
