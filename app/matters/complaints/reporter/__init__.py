"""What reporters see and do later with number and code: follow, add, amend, judge, erase."""
