"""Numbers that identify a device or a vehicle."""
