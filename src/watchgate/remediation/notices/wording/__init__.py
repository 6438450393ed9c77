"""How is a notice worded, when nobody says otherwise?"""

from pathlib import Path

_HERE = Path(__file__).parent
SUBJECT, TEXT, HTML = (
    (_HERE / name).read_text(encoding="utf-8") for name in ("subject.txt", "text.txt", "html.txt")
)
