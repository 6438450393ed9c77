"""How are postcodes written?

The forms are those of the Universal Postal Union's guide to addressing; which country has which does not matter here.

    SURE     SW1A 1AA · K1A 0B1 · 1017 AB · 12345-6789 · 01310-100 · 00-950 · D-10115 · 110 00 · 〒100-0001
    DIGITS   10115 · 1010 · 560001     only beside the name of a town
"""

SURE = (
    r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?[ ]?[0-9][A-Z]{2}"  # United Kingdom
    r"|[ABCEGHJ-NPRSTVXY][0-9][A-Z][ -]?[0-9][A-Z][0-9]"  # Canada
    r"|[AC-FHKNPRTV-Y][0-9]{2}W?[ ]?[0-9AC-FHKNPRTV-Y]{4}"  # Ireland
    r"|[1-9][0-9]{3}[ ]?[A-Z]{2}"  # Netherlands
    r"|[0-9]{5}-[0-9]{4}|[0-9]{5}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[0-9]{2}-[0-9]{3}|[0-9]{3}-[0-9]{4}"
    r"|(?:[A-Z]{1,3}|PL|CZ|SK)-?[0-9]{4,5}|(?:SE|CZ|SK|S|GR)-[0-9]{3} [0-9]{2}|[0-9]{3} [0-9]{2}"
    r"|[A-Z]{3} ?[0-9]{4})(?![\w-])"
)
DIGITS = r"(?:[0-9]{3} [0-9]{3}|[0-9]{4,6})(?![\w-]|[.,:][0-9])"
POSTCODE = f"(?:{SURE}|{DIGITS})"
