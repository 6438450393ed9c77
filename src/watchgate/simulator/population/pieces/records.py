"""How do rows of personal data look when somebody pastes them? Tables, CSV, JSON, SQL, forms."""

from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.pen import Pen

_LABELS = {
    "PERSON": ("Name", "Customer", "name"),
    "EMAIL_ADDRESS": ("E-mail", "Email", "mail"),
    "PHONE_NUMBER": ("Phone", "Tel.", "mobile"),
    "IBAN_CODE": ("IBAN", "Account", "iban"),
    "CREDIT_CARD": ("Card", "Credit card", "card_number"),
    "US_SSN": ("SSN", "Social security no.", "ssn"),
    "US_ITIN": ("ITIN", "Taxpayer no.", "itin"),
    "UK_NHS": ("NHS no.", "NHS number", "nhs_number"),
    "UK_NINO": ("NI number", "National insurance", "nino"),
    "IP_ADDRESS": ("IP", "Host", "client_ip"),
    "CRYPTO": ("Wallet", "BTC address", "wallet"),
}
_COLUMNS = tuple(label for label in _LABELS if label not in {"PERSON", "EMAIL_ADDRESS"})


def table(pen: Pen) -> None:
    """A Markdown table of people."""
    third = pick(pen.luck, _COLUMNS)
    pen.add(f"| # | Name | E-mail | {_LABELS[third][0]} |\n|---|---|---|---|\n")
    for row in range(1, pen.number(3, 9)):
        person = pen.person()
        pen.add(f"| {row} | ")
        pen.name(person)
        pen.add(" | ")
        pen.email(person)
        pen.plant_after(" | ", third)
        pen.add(" |\n")


def separated(pen: Pen) -> None:
    """A CSV export; half of them in small letters."""
    third = pick(pen.luck, _COLUMNS)
    separator = pick(pen.luck, (",", ";", "\t"))
    is_small = pen.luck.random() < 0.5
    pen.add(separator.join(("id", "name", "email", _LABELS[third][2])) + "\n")
    for row in range(pen.number(3, 12)):
        person = pen.person()
        pen.add(f"{1000 + row}{separator}")
        pen.draft.plant("PERSON", person.name.lower() if is_small else person.name)
        pen.add(separator)
        pen.email(person)
        pen.plant_after(separator, third)
        pen.add("\n")


def form(pen: Pen) -> None:
    """Labels and values, a line each."""
    entities = pen.luck.sample(tuple(_LABELS), k=pen.number(2, 6))
    for entity in entities:
        pen.plant_after(f"{pick(pen.luck, _LABELS[entity][:2])}: ", entity)
        pen.add("\n")


def json_record(pen: Pen) -> None:
    """A JSON object, as copied from an interface."""
    entities = pen.luck.sample(tuple(_LABELS), k=pen.number(2, 5))
    pen.add("```json\n{\n" + f'  "id": {pen.number(1, 90_000)}')
    for entity in entities:
        pen.plant_after(f',\n  "{_LABELS[entity][2]}": "', entity)
        pen.add('"')
    pen.add("\n}\n```")


def sql_insert(pen: Pen) -> None:
    """A statement that puts people into a table."""
    third = pick(pen.luck, _COLUMNS)
    pen.add(f"INSERT INTO customers (name, email, {_LABELS[third][2]}) VALUES\n")
    for row in range(pen.number(2, 6)):
        person = pen.person()
        pen.add("  ('" if row == 0 else ",\n  ('")
        pen.name(person)
        pen.add("', '")
        pen.email(person)
        pen.plant_after("', '", third)
        pen.add("')")
    pen.add(";\n")


def xml_record(pen: Pen) -> None:
    """An XML element."""
    entities = pen.luck.sample(tuple(_LABELS), k=pen.number(2, 5))
    pen.add("<record>\n")
    for entity in entities:
        tag = _LABELS[entity][2]
        pen.plant_after(f"  <{tag}>", entity)
        pen.add(f"</{tag}>\n")
    pen.add("</record>\n")
