"""How sure was the model of each token? Invented, but always the same for the same token."""

from collections.abc import Iterable

from watchgate.simulator.reply import JsonObject


def logprobs_of(pieces: Iterable[str], *, top: int) -> list[JsonObject]:
    """One entry per piece, with its *top* likeliest alternatives, itself first."""
    return [{**_entry(piece, rank=0), "top_logprobs": _alternatives(piece, top)} for piece in pieces]


def without_bytes(logprobs: Iterable[JsonObject]) -> list[JsonObject]:
    """The shorter form in the text events of a responses stream: tokens without their bytes."""
    return [
        {
            "token": each["token"],
            "logprob": each["logprob"],
            "top_logprobs": [
                {"token": top["token"], "logprob": top["logprob"]} for top in each["top_logprobs"]
            ],
        }
        for each in logprobs
    ]


def _alternatives(piece: str, top: int) -> list[JsonObject]:
    return [_entry(piece if rank == 0 else f"{piece}{'~' * rank}", rank=rank) for rank in range(top)]


def _entry(piece: str, *, rank: int) -> JsonObject:
    raw = piece.encode("utf-8", "replace")
    return {"token": piece, "logprob": -(0.01 + sum(raw) % 50 / 100 + rank), "bytes": list(raw)}
