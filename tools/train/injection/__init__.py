"""Train the model for prompt injection: `python -m tools.train.injection`."""
