"""How is the model for names made? `python -m tools.train.tagger --data FOLDER`."""
