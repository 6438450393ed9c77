"""How does remediation reach OpenAI? `upstream_on` opens it: look, act, refuses, and the lists of a person's objects."""

from watchgate.remediation.upstream.opening import OpenAI, upstream_on

__all__ = ["OpenAI", "upstream_on"]
