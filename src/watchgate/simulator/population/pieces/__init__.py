"""What do people paste between two sentences? Tables, records, mail, code and logs, with and without values in them."""
