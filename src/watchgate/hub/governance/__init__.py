"""Does everything that was used leave what it must? A run without its record is an event, closed when the record comes after all."""
