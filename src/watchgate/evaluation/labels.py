"""By which of our entities do we judge a label of somebody else's corpus?

PER → PERSON, EMAIL → EMAIL_ADDRESS, B-person → PERSON, …   what corpora usually mean
--map ORG=ORGANIZATION                                      what the person at the keyboard says, before that
--merge-places                                              addresses, towns and countries are all LOCATION
anything else                                               not scored, and listed as such
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from watchgate.detection.entities import UnknownEntity, resolve

PLACES = frozenset({"LOCATION", "STREET_ADDRESS"})
"""What `--merge-places` makes one."""

_USUAL = {
    theirs: ours
    for ours, names in {
        "PERSON": "PER PERS NAME PERSON_NAME FULL_NAME FULLNAME",
        "LOCATION": "LOC GPE CITY COUNTRY STATE PLACE GEO_LOC GEOLOC COUNTY REGION NATION",
        "STREET_ADDRESS": "ADDRESS STREET PHYSICAL_ADDRESS POSTAL_ADDRESS MAILING_ADDRESS FULL_ADDRESS",
        "ORGANIZATION": "ORG ORGANISATION COMPANY CORPORATION COMPANY_NAME",
        "EMAIL_ADDRESS": "EMAIL E_MAIL MAIL EMAILADDRESS",
        "PHONE_NUMBER": "PHONE TELEPHONE PHONENUMBER TELEPHONE_NUMBER TELEPHONENUM TEL FAX FAX_NUMBER",
        "CREDIT_CARD": "CREDITCARD CREDITCARDNUMBER CREDIT_CARD_NUMBER CARD_NUMBER",
        "IBAN_CODE": "IBAN",
        "US_SSN": "SSN SOCIALNUM SOCIAL_SECURITY_NUMBER",
        "IP_ADDRESS": "IP IPV4 IPV6 IPADDRESS",
        "DATE_TIME": "DATE TIME DATETIME TEMPORAL",
        "DATE_OF_BIRTH": "DOB DATEOFBIRTH BIRTHDATE BIRTHDAY",
        "NRP": "NORP NATIONALITY RELIGION",
        "URL": "WEBSITE URI LINK",
    }.items()
    for theirs in names.split()
}


@dataclass(frozen=True, slots=True)
class Labels:
    """`given` is what the person said; it goes before what is usual."""

    given: Mapping[str, str] = field(default_factory=dict)
    merge_places: bool = False
    join_places: bool = False
    _known: dict[str, str | None] = field(default_factory=dict)

    def entity(self, label: str) -> str | None:
        """The entity that *label* stands for; None when nobody looks for such a thing."""
        if label not in self._known:
            found = self._found(label)
            self._known[label] = self.merged(found) if found else None
        return self._known[label]

    def merged(self, entity: str) -> str:
        """What *entity* counts as: all places are one when they are merged."""
        return "LOCATION" if self.merge_places and entity in PLACES else entity

    def _found(self, label: str) -> str | None:
        plain = label.strip().upper().replace("-", "_").replace(" ", "_")
        for name in (label, plain):
            if name in self.given:
                return self.given[name]
        try:
            return resolve(_USUAL.get(plain, plain))
        except UnknownEntity:
            return None
