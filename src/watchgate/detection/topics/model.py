"""What can a text be about? The built-in categories, by the names that packs use."""

from typing import Final

TOPICS: Final[dict[str, str]] = {
    "weapons": "getting, making or using weapons",
    "self-harm": "suicide, self-injury and eating disorders, as a wish or with the means",
    "sexual": "explicit sexual content",
    "hate": "contempt for people for what they are",
    "violence": "threats and violence against people",
    "illegal-drugs": "getting, making or taking illegal drugs",
    "legal-advice": "advice for a legal case of one's own",
    "medical-advice": "advice for symptoms, medicines or findings of one's own",
    "financial-advice": "advice for money of one's own",
    "source-code": "text of programs, queries, markup and commands",
    "hr": "personnel matters: pay, reviews, dismissals, complaints, hiring",
    "mergers-acquisitions": "buying, selling and merging companies",
}
"""Name and meaning. A text *about* the subject (its history, a novel, the news, prevention) is not what is meant."""

SOURCE_CODE: Final = "source-code"
SUPPORT: Final = "support"
"""Concepts that say nothing of a topic by themselves: how-to, fiction, history …"""
FIGURATIVE: Final = "figurative"
"""Phrases whose words mean something else: a killer feature, a bath bomb."""
