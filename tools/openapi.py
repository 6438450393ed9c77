"""Write `openapi.json`, the committed description of the REST API: `python -m tools.openapi`."""

import json
from pathlib import Path

from watchgate.app import describe_api

PATH = Path(__file__).parents[1] / "openapi.json"


def text() -> str:
    """What the file has to hold."""
    return json.dumps(describe_api(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
