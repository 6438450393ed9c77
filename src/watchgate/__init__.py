"""Watchgate: watch, gate and prove what goes into ChatGPT Enterprise and the OpenAI API."""

__version__ = "0.1.0"
