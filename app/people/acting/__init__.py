"""Acts of staff, declared: who may do each in which state, its form, its service, its address."""
