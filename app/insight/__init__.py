"""What is counted over all records and matters: evaluation, yearly assessment, monthly reports."""
