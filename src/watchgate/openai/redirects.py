"""Where may a redirect lead us? To a plain web address that is no less protected than the one that named it."""

import re

import httpx

_LONGEST_URL = 16 * 1024
_HOST = re.compile(rb"(?!.{254})[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?|[0-9A-Fa-f:.]{2,45}")
"""A name as DNS takes it, or an IP address."""


def safe_target(asked: httpx.URL, location: str, *, may_be_plain: bool) -> httpx.URL | None:
    """Where *location*, named in the answer to *asked*, leads; None for a place we do not go.

    Only https, or http where *may_be_plain* (the API itself is reached without TLS); no credentials; no odd host or port.
    """
    if not location or len(location) > _LONGEST_URL:
        return None
    try:
        target = asked.join(location)
    except (httpx.InvalidURL, ValueError):
        return None
    is_protected = target.scheme == "https" or (may_be_plain and target.scheme == "http")
    return target if is_protected and not target.userinfo and has_sound_host(target) else None


def has_sound_host(url: httpx.URL) -> bool:
    """Is there a host, and a port, that can be connected to at all?"""
    try:
        is_a_name = bool(
            url.host
        )  # undoes the encoding of international names, which may turn out to be none
    except ValueError:
        return False
    return is_a_name and bool(_HOST.fullmatch(url.raw_host)) and (url.port is None or 0 < url.port < 65536)
