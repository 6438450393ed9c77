"""What does somebody see who could not be signed in? What happened, what to do, and a way back; nothing that others wrote."""

from base64 import b64encode
from hashlib import sha256
from html import escape

_STYLE = "body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#1b1b1f}h1{font-size:1.5rem}a{color:#1d4fd7}"
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Not signed in · Watchgate</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>You are not signed in</h1>
<p role="alert">{message}</p>
<p><a href="/">Back to Watchgate</a></p>
</main>
</body>
</html>
"""
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
)


def not_signed_in(message: str) -> str:
    """The page, with *message* as text."""
    return _PAGE.format(style=_STYLE, message=escape(message))
