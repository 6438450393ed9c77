r"""Where is it worth looking for an address? Expressions for the one pass over all bytes.

Whatever `find` finds needs one of: a word that names a street and nothing else, a postcode beside a name, a part of a building
with its number, a word that announces an address, a box, or a corner. Few, and made of words rather than of repeats: that is
what Hyperscan is quick at.
"""

from watchgate.detection.places import street_words as words

_BLANK = r"[ \t\n,]"
_END = r"(?:[^a-z]|$)"
_NAME = r"[A-Z\xc3-\xd1]"
_AMBIGUOUS = frozenset(
    ["av", "d", "m", "r", "ul", "jl", "bd", "tv", "ave", "str", "via", "rue", "tee", "sok", "place"]
)
_CLEAR_BUT_WEAK = (
    "Drive Court Ct Place Circle Cir Square Close Row Hill Trail Loop Alley Mews Gardens Grove Green Plaza Crossing Cove "
    "Heights Manor Quay Wharf Broadway Parade Esplanade Dr St Pl Way Sq Walk Rise Park Pike"
)
_SMALL = "street|avenue|ave|road|rd|boulevard|blvd|lane|drive|st|court|crescent|terrace|parkway|way"
_UNIT = r"(?:[Aa]pt|APT|[Aa]partment|[Ss]uite|SUITE|[Ss]te|[Uu]nit|[Ff]lat|[Ff]loor|[Rr]oom|[Bb]ldg|[Ll]ok|[Aa]pp|[Pp]iso|[Ii]nt|[Kk]at|[Dd]aire)"
_ANNOUNCED = (
    "address|residence|adresse|anschrift|wohn[ht]|direcci|domicil|indirizzo|endere|morada|adres|osoite|lakc|bydli|"
    "lives? (?:at|in|on)|living (?:at|in|on)|located (?:at|on)|moved to|(?:ship|deliver|send|mail)(?:ed)? (?:it )?to|"
    "resid(?:es|ing|e) (?:at|in)|habite|vive en|abita"
)


def _capitalized(*lists: str) -> str:
    """The words of *lists* as titles and in capitals."""
    chosen = {word for one in lists for word in one.split() if word.isalpha() or word.endswith(".")}
    forms = {form for word in chosen for form in (word.title(), word.upper()) if len(word) > 1}
    return "|".join(sorted(form.replace(".", r"\.") for form in forms))


def _as_written(*lists: str) -> str:
    """The words of *lists* in small letters and as titles."""
    chosen = {word.replace("_", " ") for one in lists for word in one.split()} - _AMBIGUOUS
    forms = {form for word in chosen for form in (word, word[0].upper() + word[1:])}
    return "|".join(sorted(form.replace(".", r"\.") for form in forms))


TRIGGERS: tuple[bytes, ...] = tuple(
    pattern.encode()
    for pattern in (
        rf"[ -](?:{_capitalized(words.AFTER_NUMBER, words.AFTER)}){_END}",
        rf"[0-9][A-Za-z]? (?:[^ \n]+ ){{1,3}}(?:{_CLEAR_BUT_WEAK.replace(' ', '|')}){_END}",
        rf"[0-9] [a-z0-9]+ (?:[a-z]+ )?(?:[a-z]+ )?(?:{_SMALL}){_END}",
        rf"(?:^|[^A-Za-z0-9])(?:{_as_written(words.BEFORE)}) ?(?:d[eaiou][a-z]* )?{_NAME}",
        r"[0-9],? (?:[Rr]ue|[Vv]ia|[Aa]ve|[Pp]lace|[Rr]oute|[Cc]ours|[Ss]quare|av) [A-Za-z\xc3]",
        r"(?:[Rr]ue|[Vv]ia|R\.|Av|Ul|ul|Jl) [^0-9\n]{1,30}[0-9]",
        rf"(?:{words.ENDINGS.strip().replace('.', chr(92) + '.').replace(' ', '|')}|[ -](?:{_as_written(words.AFTER)})),?[ #:n.or]{{1,4}}[0-9]",
        rf"[0-9a-z][ ,\n\t>?-]{{1,6}}{_UNIT}\.? ?#?[0-9]",
        rf"[A-Z]{{2}},? [0-9]{{5}}|[A-Z]{{3}} [0-9]{{4}}{_END}|[0-9]{{4,5}} {_NAME}[a-z\x80-\xff]|[A-Za-z\x80-\xff] [0-9]{{5,6}}[^0-9]",
        rf"[A-Z][0-9][A-Z0-9]? [0-9][A-Z]{{2}}|[A-Z][0-9][A-Z] [0-9][A-Z][0-9]|[0-9]{{4}} [A-Z]{{2}}[^A-Za-z]|[^0-9][0-9]{{3}} [0-9]{{2}} {_NAME}|[0-9]{{2}}-[0-9]{{3}} {_NAME}",
        rf"(?i)(?:{_ANNOUNCED})[ :=a-z*]{{1,10}}{_NAME}[^0-9\n.]{{2,30}} [0-9]",
        rf"[0-9] {_NAME}[a-z\x80-\xff][^0-9\n]{{1,30}} [0-9]{{1,4}}[\n,.]",
    )
)

BOXES: tuple[bytes, ...] = tuple(
    pattern.encode()
    for pattern in (
        r"(?i)(?:p\.? ?o\.?|post office|postal) ?box|(?:locked|private) bag|postfach|apartado|caixa postal|casella postale|postbus|postboks|postbox|skrytka|postafi|[ \n,][afd]po,? a[aep] [0-9]",
        r"BP [0-9]|C\.P\. [0-9]|A\.P\. [0-9]",
    )
)

CORNERS: tuple[bytes, ...] = (rb"(?i)(?:corner|intersection|junction|crossing) of",)

UNSPACED: tuple[bytes, ...] = tuple(
    pattern.encode()
    for pattern in (
        r"(?:路|街|道|巷|弄|里|村|胡同|段) ?(?:[0-9]|\xef\xbc)",
        r"(?:市|区|町|村|郡).{1,40}?(?:[0-9]|\xef\xbc[\x90-\x99]|一|二|三|四|五|六|七|八|九|十)(?:丁目|番|号|-|\xe2\x88\x92|\xe3\x83\xbc|\xef\xbc\x8d)",
        r"(?:로|길) ?[0-9]",
    )
)
COORDINATES: tuple[bytes, ...] = (
    rb"[0-9]\.[0-9]{4}[0-9]*[^A-Za-z0-9]{0,4}[NS]?[^A-Za-z0-9]{1,4}[0-9]{1,3}\.[0-9]{4}",
    rb"(?i)l(?:at|atitude|atitud|atitudine)[\"' :=is]{1,6}[+\-]?[0-9]{1,2}\.[0-9]{3}|(?:geo:|/@|[?&][a-z]{1,12}=(?:loc:)?)[+\-]?[0-9]{1,2}\.[0-9]{3}",
    rb"[0-9] ?\xc2[\xb0\xba] ?[0-9]{1,2} ?(?:'|\xe2\x80)",
)
