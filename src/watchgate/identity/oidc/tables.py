"""Where do attempts to sign in through another provider wait, while people are there?

Only hashes: state, nonce and verifier follow from a secret that the browser alone holds.
"""

from sqlalchemy import Column, DateTime, Index, LargeBinary, Table, Text

from watchgate.storage.metadata import metadata

sign_in_elsewhere = Table(
    "sign_in_elsewhere",
    metadata,
    Column("state_hash", LargeBinary, primary_key=True),
    Column("browser_hash", LargeBinary, nullable=False),
    Column("provider", Text, nullable=False),
    Column("redirect_uri", Text, nullable=False),
    Column("next_path", Text, nullable=False),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Index("sign_in_elsewhere_oldest", "begun_at"),
)
