"""What else is logged besides messages? One module for each family of event types; `write.py` knows them all."""
