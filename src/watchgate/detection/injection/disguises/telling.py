"""Which words give a disguised attack away? Whoever disguises an attack disguises one of these."""

TELLING = (
    "ignore", "disregard", "forget", "override", "bypass", "reveal", "previous", "instruction", "prompt", "system",
    "password", "restrict", "guideline", "jailbreak", "anything", "unfiltered", "developer",
)  # fmt: skip
