"""Postal addresses and coordinates."""

from watchgate.detection.places.closed import closed_until as closed_until
