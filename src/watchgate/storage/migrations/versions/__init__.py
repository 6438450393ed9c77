"""Which steps are there? `rNNNN_what.py`, in order."""
