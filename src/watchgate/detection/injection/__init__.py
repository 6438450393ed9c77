"""Does a text try to give orders to the model that its author should not give?"""

from watchgate.detection.injection.closed import injection_closed_until
from watchgate.detection.injection.score import combine

__all__ = ["combine", "injection_closed_until"]
