"""What does this room find?"""

from watchgate.detection.detector import Detector
from watchgate.detection.entity import Entity
from watchgate.detection.health import medication
from watchgate.detection.health.records import diseases, insured, licenses, providers, records

ENTITIES: tuple[Entity, ...] = (
    Entity("MEDICAL_RECORD_NUMBER", "MRN", "phi", "Medical record number"),
    Entity("MEDICAL_LICENSE", "DEA", "phi", "Medical licence (DEA number)"),
    Entity("US_NPI", "NPI", "phi", "US National Provider Identifier"),
    Entity("HEALTH_INSURANCE_ID", "HEALTH_INSURANCE", "phi", "Health insurance number"),
    Entity("ICD_CODE", "DIAGNOSIS", "phi", "Diagnosis (ICD-10 code)"),
    Entity(medication.ENTITY, "MEDICATION", "phi", "Medication", by_default=False),
)

DETECTORS: tuple[Detector, ...] = (
    Detector(
        "medical_record",
        (
            r"(?i)(?:mrn|medical[ _\-]?record|patient(?:en)?[ _\-]?(?:id|n)|fallnummer|chart[ _\-]?(?:n|id)|health[ _\-]?record|hospital[ _\-]?n|de (?:patient|dossier)|historia|nhc|cartella|prontu|patiënt|journaln|kartotek)[^\n]{0,20}[0-9]{4}",
        ),
        records,
        frozenset({"MEDICAL_RECORD_NUMBER"}),
    ),
    Detector("dea", (r"[ABCDEFGHJKLMPRSTUX][A-Z9][0-9]{7}",), licenses, frozenset({"MEDICAL_LICENSE"})),
    Detector("npi", (r"(?i)npi[^a-z]|national provider",), providers, frozenset({"US_NPI"})),
    Detector(
        "health_insurance",
        (
            r"(?i)(?:insurance|health plan|medicaid|member|subscriber|policyholder|hicn?|ehic|versicherten|sanita|assur|de sa\xc3\xbade)[^\n]{0,24}[0-9]{2}",
        ),
        insured,
        frozenset({"HEALTH_INSURANCE_ID"}),
    ),
    Detector(
        "icd",
        (r"(?i)(?:icd|diagn|[^a-z]dx[^a-z])[^\n]*[^A-Za-z0-9][A-TV-Z][0-9][0-9AB]",),
        diseases,
        frozenset({"ICD_CODE"}),
    ),
    Detector(
        "medication",
        (
            r"(?i)[0-9] ?(?:mg|mcg|g|ml|iu|units?|tablet|compri)[^a-z]|prescri|[^a-z]rx[^a-z]|takes |taking |medication|verordnet|recetad",
        ),
        medication.find,
        frozenset({medication.ENTITY}),
    ),
)
