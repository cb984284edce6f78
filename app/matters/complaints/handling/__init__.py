"""What the responsible body does with a matter, from taking it on to the answer and its review."""
