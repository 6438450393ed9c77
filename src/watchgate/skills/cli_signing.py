"""`watchgate skills signing-key|sign|verify`: who vouches for a skill?"""

import os
from pathlib import Path
from typing import Annotated

import typer

from watchgate.kernel.errors import UserError
from watchgate.skills import signing
from watchgate.skills.opening import skill_at, text_at
from watchgate.skills.package.digest import SIGNATURE
from watchgate.skills.writing import write_file

_KEY = """Example:

  watchgate skills signing-key sre@acme.example --output sre.key      (prints the public key)"""
_OWNER_ONLY = 0o600


def register(skills: typer.Typer) -> None:
    """Add them to `skills`."""
    skills.command("signing-key", epilog=_KEY)(signing_key)
    skills.command("sign")(sign)
    skills.command("verify")(verify)


def signing_key(
    name: Annotated[str, typer.Argument(help="Whose it is: an e-mail address, for example.")],
    output: Annotated[Path, typer.Option(help="File for the private key; only its owner can read it.")],
) -> None:
    """Make a key to sign skills with, and print its public half."""
    key = signing.new_key(name)
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "w") as file:
            file.write(key.private() + "\n")
    except OSError as error:
        raise UserError(f"{output} cannot be written: {error.strerror}. Choose another --output.") from None
    typer.echo(key.public)


def sign(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A skill's folder.", file_okay=False)],
    key: Annotated[Path, typer.Option(help="The private key's file.")],
) -> None:
    """Sign a skill: `SKILL.sig` beside its SKILL.md."""
    skill = skill_at(folder)
    signer = signing.read_key(text_at(key))
    write_file(folder / SIGNATURE, signer.sign(skill).encode())
    typer.echo(
        f"{skill.manifest.skill_id} {skill.manifest.version} is signed by {signer.name}: {skill.digest}"
    )


def verify(
    source: Annotated[Path, typer.Argument(metavar="SKILL", help="A skill's folder, or a ZIP of it.")],
    public_key: Annotated[
        str, typer.Option(help="The signer's public key (name+id+base64), or a file that holds it.")
    ],
) -> None:
    """Is it as its signer left it?"""
    skill = skill_at(source)
    signature = skill.files.get(SIGNATURE)
    if signature is None:
        raise UserError(f"{source} is not signed. `watchgate skills sign` does that.")
    public = public_key if "+" in public_key and not Path(public_key).exists() else text_at(Path(public_key))
    signing.check(skill, signature.decode(errors="replace"), public)
    typer.echo(
        f"{skill.manifest.skill_id} {skill.manifest.version} is as {public.partition('+')[0]} signed it: {skill.digest}"
    )
