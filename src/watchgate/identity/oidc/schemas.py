"""How do other providers look on the wire? By name and label; nothing of how they are set up."""

from pydantic import BaseModel, Field


class ProviderOut(BaseModel):
    name: str
    label: str = Field(description="What people call it.")
    sign_in_path: str = Field(
        description="Where the browser goes to; `?next=` names a path of ours to go on to."
    )


class ProvidersOut(BaseModel):
    data: list[ProviderOut]


class SignedOutOut(BaseModel):
    continue_at: str | None = Field(
        description="Where the browser goes to sign out at the provider as well; null when it has no such page."
    )
