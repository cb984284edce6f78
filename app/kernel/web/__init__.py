"""What every page and answer has: addresses, headers, filters, limits, the page cache, errors."""
