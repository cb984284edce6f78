"""What every idea asks of matters: which somebody may know of, by whom they are led."""
