"""What is every schema of a written file? Frozen, and strict about types and keys."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """A mapping of known keys: `"5"` is not 5, and a key that has no effect is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
