"""Which skill does the command line speak of? From a folder, or an archive of one, to a skill that is in order."""

from pathlib import Path

from watchgate.documents.problems import Source
from watchgate.kernel.errors import UserError
from watchgate.settings import load_settings
from watchgate.skills.lint.limits import Limits, limits
from watchgate.skills.package.load import load_skill
from watchgate.skills.package.skill import Skill
from watchgate.skills.reading import read_skill_files
from watchgate.skills.targets.model import Tenant


def skill_at(source: Path) -> Skill:
    """Raises SkillError, UserError."""
    if not source.exists():
        raise UserError(
            f"There is no {source}. Name a skill's folder, or a ZIP of it; `watchgate skills new` begins one."
        )
    files, folder_name = read_skill_files(source)
    return load_skill(files, folder_name)


def limits_at(source: Path | None) -> Limits:
    """Those that come along, with those of a file laid over them. Raises UserError."""
    return limits(Source(str(source), text_at(source)) if source else None)


def text_at(source: Path) -> str:
    """Raises UserError."""
    try:
        return source.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"{source} cannot be read: {error.strerror}. Check the name.") from None
    except UnicodeDecodeError:
        raise UserError(f"{source} is not UTF-8 text. Is it the right file?") from None


def tenant_of(data_dir: Path | None, hub_url: str | None = None) -> Tenant:
    """Whose bundles they are, by the settings; without an address of the Hub, one that cannot be reached."""
    settings = load_settings(data_dir=data_dir)
    return Tenant(
        settings.skills_prefix, settings.tenant_slug, hub_url or settings.public_url or "https://hub.invalid"
    )
