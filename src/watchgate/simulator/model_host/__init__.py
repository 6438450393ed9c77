"""The simulated OpenAI API for models: chat completions, responses, embeddings, models."""
