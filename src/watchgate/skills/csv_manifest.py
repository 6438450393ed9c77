"""Which bundles are there, and for whom? One line a Custom GPT, for whoever installs them."""

import csv
import io
from collections.abc import Iterable

from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.model import Bundle

COLUMNS = ("skill_id", "gpt_name", "version", "digest", "archetypes", "acl_groups", "files")


def csv_of(bundles: Iterable[tuple[Skill, Bundle]]) -> bytes:
    """RFC 4180, UTF-8. Lists are separated by spaces; groups are named like the archetypes until a directory says otherwise."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for skill, bundle in sorted(bundles, key=lambda pair: pair[0].manifest.skill_id):
        archetypes = " ".join(skill.manifest.archetypes)
        name = bundle.name.removesuffix(f"-{skill.manifest.version}")
        row = (skill.manifest.skill_id, name, skill.manifest.version, skill.digest, archetypes, archetypes)
        writer.writerow([_plain(cell) for cell in (*row, " ".join(bundle.files))])
    return text.getvalue().encode()


def _plain(cell: str) -> str:
    """A spreadsheet must not take it for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
