"""`watchgate redact`: how does a text read without what detection finds in it?"""

import sys

from watchgate.cli_detect.asked import Asked, EntitiesOption
from watchgate.cli_detect.detecting import Files
from watchgate.cli_detect.reading import read
from watchgate.detection.redact import Labels

EXAMPLES = """Example:

  watchgate redact letter.txt > letter.masked.txt"""


def redact(files: Files = None, *, entities: EntitiesOption = None) -> None:
    """Print a text with personal data and secrets masked: the same value gets the same label, such as <EMAIL_1>."""
    asked = Asked.parse(entities)
    labels = Labels()
    texts = [text for _, text in map(read, files or ["-"])]
    for text in texts:
        sys.stdout.buffer.write(labels.redact(text, asked.examine(text).findings).encode())
    sys.stdout.buffer.flush()
