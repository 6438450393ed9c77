"""Rebuild the models that detection ships."""
