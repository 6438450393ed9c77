"""The weights of the topics: `python -m tools.train.topics`."""
