"""What is done with complaints from the command line."""
