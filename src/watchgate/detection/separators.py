"""Which characters may stand between the groups of a number?

Numbers are written with blanks (also no-break ones) and dashes (also typographic ones). One blank may stand between two
groups, never two: `boundaries.py` relies on it.
"""

BLANKS = " \u00a0\u2007\u2009\u202f"
DASHES = "\\-\u2010\u2011\u2012\u2013\u2212"
"""Both for use inside a character class of a regular expression."""

SEPARATOR_BYTES = rb"[ ()./+\-\x80-\xbf\xc2\xe2]"
"""Every byte that such a character may have in UTF-8, for Hyperscan: lets through too much, never too little."""
