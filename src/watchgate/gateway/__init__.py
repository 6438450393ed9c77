"""An OpenAI-compatible gateway: every exchange is read, judged, recorded, and then let through or refused."""
