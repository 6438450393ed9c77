"""What do skills do where people use them? Their records, and what is known of their runs."""
