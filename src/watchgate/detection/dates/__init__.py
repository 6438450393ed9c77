"""Dates, dates of birth, ages."""
