"""Which tables does this program know? Every slice declares its own in its `tables.py`, on this one `MetaData`."""

from sqlalchemy import MetaData

metadata = MetaData()
