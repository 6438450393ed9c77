"""Where do gateway keys live?"""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Index, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import ARRAY

from watchgate.storage.metadata import metadata

gateway_key = Table(
    "gateway_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("project", Text),
    Column("budget_month_microusd", BigInteger),
    Column("budget_day_microusd", BigInteger),
    Column("requests_per_minute", BigInteger),
    Column("tokens_per_minute", BigInteger),
    Column("models", ARRAY(Text), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("rotated_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
)

gateway_key_secret = Table(
    "gateway_key_secret",
    metadata,
    Column("sha256", LargeBinary, primary_key=True),
    Column("key_id", Text, ForeignKey("gateway_key.id", ondelete="CASCADE"), nullable=False),
    Column("valid_until", DateTime(timezone=True)),
    Index("gateway_key_secret_key_id", "key_id"),
)
