"""What have runs of skills left behind? Records, each by its skill's contract, and what went wrong with them."""
