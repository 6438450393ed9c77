"""Estonia, Latvia and Lithuania."""

from watchgate.detection.countries.checks import northern_europe
from watchgate.detection.countries.pack import CountryPack, Identifier

ESTONIA = CountryPack(
    code="EE",
    country="Estonia",
    names="estonia|estonian|eesti",
    identifiers=(
        Identifier(
            entity="EE_ISIKUKOOD",
            title="Estonian personal identification code",
            shapes="99999999999",
            where="[1-8][0-9]{10}",
            check=northern_europe.baltic,
            one_in=850,
            words="isikukood*|isikukoodi|ik!|personal code|personal identification code|id kood",
            examples=("isikukood ⟦37605030299⟧",),
            not_examples=("isikukood 37605030298", "37605030299"),
            source="Eesti standard EVS 585:2007",
        ),
        Identifier(
            entity="EE_PASSPORT",
            title="Estonian passport number",
            shapes="AA9999999 A9999999",
            words="passi number|passinumber",
            with_country="passport|pass|passport number|passport no",
            examples=("Estonian passport ⟦KE1234567⟧",),
            not_examples=("KE1234567",),
            source="Politsei- ja Piirivalveamet",
        ),
    ),
)

LATVIA = CountryPack(
    code="LV",
    country="Latvia",
    names="latvia|latvian|latvija|latvijas",
    identifiers=(
        Identifier(
            entity="LV_PERSONAS_KODS",
            title="Latvian personal code",
            shapes="999999-99999 99999999999",
            check=northern_europe.lv_pk,
            one_in=80,
            words="personas kods|personas koda|personas kodu|pk!|personal code",
            examples=("personas kods ⟦161175-19997⟧", "personas kods: ⟦32867300679⟧"),
            not_examples=("personas kods 161175-19996", "161175-19997"),
            source="Pilsonības un migrācijas lietu pārvalde",
            form=0.15,
        ),
        Identifier(
            entity="LV_PASSPORT",
            title="Latvian passport number",
            shapes="AA9999999",
            words="pases numurs",
            with_country="passport|pase|passport number|passport no",
            examples=("Latvian passport ⟦LV1234567⟧",),
            not_examples=("LV1234567",),
            source="Pilsonības un migrācijas lietu pārvalde: two letters and seven digits",
        ),
    ),
)

LITHUANIA = CountryPack(
    code="LT",
    country="Lithuania",
    names="lithuania|lithuanian|lietuva|lietuvos",
    identifiers=(
        Identifier(
            entity="LT_ASMENS_KODAS",
            title="Lithuanian personal code",
            shapes="99999999999",
            where="[1-6][0-9]{10}",
            check=northern_europe.baltic,
            one_in=980,
            words="asmens kodas|asmens kodo|asmens kodu|a k!|ak!|personal code",
            examples=("asmens kodas ⟦33309240064⟧",),
            not_examples=("asmens kodas 33309240065", "33309240064"),
            source="Registrų centras, asmens kodas",
        ),
        Identifier(
            entity="LT_PASSPORT",
            title="Lithuanian passport number",
            shapes="99999999",
            words="paso numeris|paso nr",
            with_country="passport|pasas|passport number|passport no",
            examples=("paso numeris ⟦24123456⟧",),
            not_examples=("24123456",),
            source="Migracijos departamentas: eight digits",
        ),
    ),
)
