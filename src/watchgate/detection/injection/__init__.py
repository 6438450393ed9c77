"""Does a text try to give orders to the model that its author should not give?"""

from watchgate.detection.injection.closed import injection_closed_until
from watchgate.detection.injection.score import BLOCK_THRESHOLD, FLAG_THRESHOLD, combine

__all__ = ["BLOCK_THRESHOLD", "FLAG_THRESHOLD", "combine", "injection_closed_until"]
