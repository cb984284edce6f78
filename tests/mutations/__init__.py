"""Whether the contract of kinds misses anything: a field is taken away, and a test has to fail."""
