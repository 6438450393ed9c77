"""What does this room find?"""

from watchgate.detection.detector import Detector
from watchgate.detection.devices.hardware import devices, macs, subscriptions, vehicles
from watchgate.detection.entity import Entity

ENTITIES: tuple[Entity, ...] = (
    Entity("MAC_ADDRESS", "MAC", "pii", "MAC address"),
    Entity("IMEI", "IMEI", "pii", "Phone's serial number (IMEI)"),
    Entity("IMSI", "IMSI", "pii", "Mobile subscriber's number (IMSI)"),
    Entity("ICCID", "ICCID", "pii", "SIM card's number (ICCID)"),
    Entity("VIN", "VIN", "pii", "Vehicle identification number"),
    Entity("DEVICE_ID", "DEVICE", "pii", "Device identifier"),
)

DETECTORS: tuple[Detector, ...] = (
    Detector(
        "mac",
        (
            r"[0-9A-Fa-f]{2}[:\-][0-9A-Fa-f]{2}[:\-][0-9A-Fa-f]{2}[:\-][0-9A-Fa-f]{2}[:\-][0-9A-Fa-f]{2}[:\-][0-9A-Fa-f]{2}",
            r"[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}",
        ),
        macs,
        frozenset({"MAC_ADDRESS"}),
    ),
    Detector(
        "subscription",
        (r"(?i)ime[i]|ims[i]|89(?:[ \-]?[0-9]){16}",),
        subscriptions,
        frozenset({"IMEI", "IMSI", "ICCID"}),
    ),
    Detector(
        "vin",
        (r"[A-HJ-NPR-Z0-9]{12}[0-9]{2}[A-HJ-NPR-Z0-9]{3}|[A-HJ-NPR-Z0-9]{13}[0-9]{4}|[A-HJ-NPR-Z0-9]{17}",),
        vehicles,
        frozenset({"VIN"}),
    ),
    Detector(
        "device_id",
        (r"(?i)android[ _\-]?id|udid|idf[av]|[ga]aid|advertising[ _\-]?id|device[ _\-]?(?:id|uuid)",),
        devices,
        frozenset({"DEVICE_ID"}),
    ),
)
