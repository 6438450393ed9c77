"""What is a text about?"""

from watchgate.detection.topics.closed import LONGEST_WAIT, topics_closed_until
from watchgate.detection.topics.find import find
from watchgate.detection.topics.model import TOPICS

__all__ = ["LONGEST_WAIT", "TOPICS", "find", "topics_closed_until"]
