"""How do one-time links look on the wire?"""

from typing import Annotated

from pydantic import Field, SecretStr

from watchgate.identity.sessions.schemas import Email, Password, Strict

_Secret = Annotated[
    SecretStr, Field(min_length=1, max_length=200, description="What stands behind the link's `#`.")
]


class SetUpIn(Strict):
    secret: _Secret
    email: Email
    name: str = Field(min_length=1, max_length=200, examples=["Ada Lovelace"])
    password: Password


class InvitationIn(Strict):
    secret: _Secret
    password: Password
