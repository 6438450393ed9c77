"""Where do engineers leave keys and addresses? Environment files, configuration, code, logs, shell commands."""

from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.pen import Pen
from watchgate.simulator.population.tokens import SECRETS

_KINDS = tuple(kind for kind in SECRETS if kind != "PRIVATE_KEY")
_PATHS = ("/login", "/api/v2/orders", "/health", "/static/app.js", "/admin", "/checkout")


def environment(pen: Pen) -> None:
    """A `.env` file."""
    pen.add("```\nAPP_ENV=production\nLOG_LEVEL=info\n")
    for kind in pen.luck.sample(_KINDS, k=pen.number(1, 4)):
        pen.plant_after(f"{kind}=", kind)
        pen.add("\n")
    pen.add("```")


def configuration(pen: Pen) -> None:
    """YAML with a key in it."""
    kind = pick(pen.luck, _KINDS)
    pen.plant_after("server:\n  host: ", "IP_ADDRESS")
    pen.plant_after(f"\n  port: {pen.number(1_024, 9_999)}\ncredentials:\n  token: '", kind)
    pen.add("'\n  rotate: never\n")


def code(pen: Pen) -> None:
    """Python that holds what it should read from elsewhere."""
    kind = pick(pen.luck, _KINDS)
    pen.plant_after('```python\nimport httpx\n\nTOKEN = "', kind)
    pen.add('"\n\n\ndef send(order):\n    # ask ')
    pen.plant("EMAIL_ADDRESS")
    pen.add(
        ' before changing this\n    return httpx.post(URL, json=order, headers={"Authorization": f"Bearer {TOKEN}"})\n```'
    )


def access_log(pen: Pen) -> None:
    """Lines of a web server's log."""
    pen.add("```\n")
    for second in range(pen.number(4, 15)):
        pen.plant("IP_ADDRESS")
        pen.add(
            f' - - [12/Mar/2026:09:14:{second:02} +0000] "GET {pick(pen.luck, _PATHS)} HTTP/1.1" '
            f"{pick(pen.luck, (200, 200, 302, 404, 500))} {pen.number(100, 9_000)}\n"
        )
    pen.add("```")


def command(pen: Pen) -> None:
    """A shell command that did not work."""
    kind = pick(pen.luck, _KINDS)
    pen.plant_after("$ curl -s -H 'Authorization: Bearer ", kind)
    pen.plant_after("' --resolve api.internal:443:", "IP_ADDRESS")
    pen.add(" https://api.internal/v1/status\ncurl: (28) Operation timed out\n")


def key_file(pen: Pen) -> None:
    """A private key, whole."""
    pen.plant_after("This is the file, what is wrong with it?\n\n", "PRIVATE_KEY")
    pen.add("\n")
