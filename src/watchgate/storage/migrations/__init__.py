"""How did the schema come to be? Hand-written steps, one transaction each; a step that was released is never changed."""
