"""Which disguises do we know?"""

from watchgate.detection.injection.disguises.encodings import ENCODINGS
from watchgate.detection.injection.disguises.hidden import Disguise
from watchgate.detection.injection.disguises.invisible import INVISIBLE
from watchgate.detection.injection.disguises.letters import LETTERS
from watchgate.detection.injection.disguises.morse import MORSE

DISGUISES: tuple[Disguise, ...] = (*ENCODINGS, *INVISIBLE, MORSE, *LETTERS)
