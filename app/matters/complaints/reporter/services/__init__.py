"""What reporters do with number and code."""
