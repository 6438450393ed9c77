"""What is known about one kind of secret?

    forms    how it is written: "starts rest" (`ghp_ [A-Za-z0-9]{36}`), where the start alone is rare in ordinary text and serves
             as the trigger; " rest" where the middle is what is rare, and `trigger` says it; "rest" where the form proves nothing
    near     names one of which must stand before a value of the last sort; a blank in them may be `_`, `-`, `.` or nothing
    sample   a made-up value. The bar in it is taken out before use: it keeps secret scanners from taking our files for a leak
    source   where the form is known from

Forms are ASCII without blanks, quotes and angle brackets, so that streams may be cut at those.
"""

from dataclasses import dataclass

UNCONFIRMED = "publicly known; not checked against the provider's own page"
GITLEAKS = "as in gitleaks' public rules; not checked against the provider's own page"


@dataclass(frozen=True, slots=True)
class SecretKind:
    """A kind of token. `min_entropy` is in bits per character: repetitive placeholders stay below it.

    `stands_out`: another kind has this form as well, and where the name stands before it, it is this one.
    """

    entity: str
    title: str
    forms: tuple[str, ...]
    sample: str
    source: str = UNCONFIRMED
    near: tuple[str, ...] = ()
    trigger: str = ""
    min_entropy: float = 2.5
    stands_out: bool = False
    counter_sample: str = ""

    @property
    def example(self) -> str:
        return self.sample.replace("|", "", 1)

    @property
    def counter_example(self) -> str:
        """What looks a little like it and is none: a stub, or the bare value without the name that it needs."""
        if self.counter_sample:
            return self.counter_sample.replace("|", "", 1)
        known, _, random = self.sample.partition("|")
        return f"build {random}" if "=" in known and not self.stands_out else known + random[:3]

    @property
    def pattern(self) -> str:
        """Any of its forms, as one expression."""
        return "|".join(f"(?:{form.replace(' ', '')})" for form in self.forms)

    @property
    def own_forms(self) -> tuple[tuple[str, str], ...]:
        """(start, rest) of the forms that are enough by themselves."""
        return tuple(
            (start, rest) for start, blank, rest in (form.partition(" ") for form in self.forms) if blank
        )

    @property
    def plain_forms(self) -> tuple[str, ...]:
        """Those that need a name before them."""
        return tuple(form for form in self.forms if " " not in form)
