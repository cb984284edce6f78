"""Every SELECT of the assessment: cycles and pages, and the rows that are counted."""
