"""Which texts of other languages name nobody? The translated messages of programs: short, of everyday words, and open.

Django's catalogues (BSD-3-Clause) and JupyterLab's language packs (BSD-3-Clause), as the package index has them.
"""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import polib

LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "pl", "tr", "sv", "da", "cs", "fi", "hu", "ro", "ru", "uk")
_JUPYTER = ("de_DE", "fr_FR", "es_ES", "it_IT", "pt_BR", "nl_NL", "pl_PL", "tr_TR", "ru_RU")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdi]|%[sd\d]|\{\w*\}|&\w;|<[^>]*>|[_&](?=\w)")
_SHORTEST = 12


def translated() -> list[str]:
    """Every message once, in the order of the files."""
    return list(dict.fromkeys(text for path in _catalogues() for text in _messages(path)))


def _catalogues() -> Iterator[Path]:
    for language in LANGUAGES:
        yield from sorted(_folder("django").glob(f"**/locale/{language}/LC_MESSAGES/*.po"))
    for language in _JUPYTER:
        yield from sorted(_folder(f"jupyterlab_language_pack_{language}").glob("**/*.mo"))


def _folder(package: str) -> Path:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise SystemExit(f"{package} is not installed: run `make train`, which installs what training needs.")
    return Path(found.origin).parent


def _messages(path: Path) -> Iterator[str]:
    catalogue = polib.pofile(str(path)) if path.suffix == ".po" else polib.mofile(str(path))
    for entry in catalogue.translated_entries():
        text = _PLACEHOLDER.sub("", entry.msgstr or "").strip()
        if len(text) >= _SHORTEST and text != entry.msgid:
            yield text
