"""The questions of a submission, as residents and as staff answer them."""
