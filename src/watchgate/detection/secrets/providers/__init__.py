"""Tokens of providers, as data: one file a field."""
