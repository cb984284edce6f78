"""What people do with imports, and how the worker keeps account of its part."""
