"""Does a text hold something in disguise? The model learns from plain texts alone: it judges what a disguise says, not how it looks."""

from functools import cache

from watchgate.detection.injection.disguises.registry import DISGUISES


@cache
def is_disguised(text: str) -> bool:
    return any(True for disguise in DISGUISES for _ in disguise.reveal(text))
