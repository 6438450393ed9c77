"""Dates of birth, dates, ages."""

from watchgate.detection.dates.closed import closed_until as closed_until
