"""Hits in texts that were not written for this, judged by hand: how many of them are right?

All hits at 0.6 in the half of `corpus.ordinary` that is not trained on (of source code, 30 of 374), and up to 25 for each topic in the published
jailbreak prompts of `injection/attacks_train.jsonl`, on 2026-11-23 with the weights whose checksum is in the model card. Right means that
the words around a hit treat the topic as `TOPICS` describes it, or ask for it. To be done again when the weights change.
"""

from typing import NamedTuple


class Judged(NamedTuple):
    right: int
    judged: int

    def __str__(self) -> str:
        return f"{self.right} of {self.judged}"


JUDGED = {
    "weapons": Judged(19, 25),
    "self-harm": Judged(5, 9),
    "sexual": Judged(30, 37),
    "hate": Judged(6, 16),
    "violence": Judged(4, 12),
    "illegal-drugs": Judged(25, 27),
    "legal-advice": Judged(0, 3),
    "medical-advice": Judged(2, 6),
    "financial-advice": Judged(1, 2),
    "source-code": Judged(51, 55),
    "hr": Judged(2, 8),
    "mergers-acquisitions": Judged(2, 4),
}
