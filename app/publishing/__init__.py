"""Publication: the life of a record, the desk of editors, the workbench of imports."""
