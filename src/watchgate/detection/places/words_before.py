"""Do the words right before a place say that somebody lives or gets mail there?"""

import re

from watchgate.detection.lazily import lazily
from watchgate.detection.model import Evidence

REACH = 48
"""Characters before a place in which such words stand."""

_NOUN = (
    r"address|addr|residence|home|adresse|anschrift|wohnort|wohnhaft|dirección|direccion|domicilio|indirizzo|residenza|endereço|endereco|morada|adres"
    r"|adress|osoite|cím|címe|címem|lakcím|adresa|bydliště|bydlisko|адрес|адреса|проживания|adresi|location|street|strasse|straße|rue|calle|via|ship to|bill to"
    r"|deliver to|shipping|billing|delivery|mailing|postal|consegna|livraison|envío|entrega|lieferadresse|rechnungsadresse|zustelladresse"
)
_VERB = (
    r"(?:live|lives|lived|living|reside|resides|residing|stay|stays|staying|located|situated|based|moved|moving|move|office|offices|headquartered|headquarters|store|shop|house|"
    r"wohnt|wohne|wohnen|wohnhaft|habite|habitons|habitant|demeurant|domicilié|domiciliée|vive|vivo|vivimos|abita|abito|residente|mora|moro|reside|woon|woont|bor|"
    r"asuu|asun|lakik|lakom|mieszka|mieszkam|zamieszkały|zamieszkała|bydlí|bydlím|проживает|живет|живёт|oturuyor|send|sent|deliver|delivered|ship|shipped|mail|mailed|visit|come|met|meet|go|pick|picked)"
)
_BETWEEN = r"(?:is|was|are|be|ist|lautet|est|es|è|é|er|är|on|to|at|in|of|an|der|die|den|im|in der|au|à|en|al|nella|na|no|på|i|jest|the|this|current|new|line|1|it|up|by|us|me|from|und|a)"
_ANNOUNCED = lazily(
    rf"(?<![^\W_])(?:(?P<noun>{_NOUN})|(?P<verb>{_VERB}))(?:[ \t:=\-\u2013\"'*>|,]*+(?:\n[ \t]*)?(?:{_BETWEEN}(?!\w))?){{0,3}}[ \t:=\"'*>|]*+(?:\r?\n[ \t]*)?\Z",
    re.IGNORECASE,
)


def announced(text: str, start: int) -> Evidence | None:
    """What the words right before *start* add to the belief that a place stands there."""
    first = max(0, start - REACH)
    found = _ANNOUNCED.search(text, first, start)
    if found is None:
        return None
    word = found["noun"] or found["verb"]
    at = found.start("noun") if found["noun"] else found.start("verb")
    return Evidence(
        f"“{word.lower()}\u201d before it", 0.4 if found["noun"] else 0.3, "context", at, at + len(word)
    )
