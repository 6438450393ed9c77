"""A real OpenID Connect provider (`oidc-provider`), and somebody who signs in at it through its own pages."""

import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

import httpx

NODE = Path(__file__).parents[2] / "e2e" / "node"
OUR_URL = "http://127.0.0.1:8080"
CALLBACK = f"{OUR_URL}/api/v1/signin/corp/callback"
CLIENT_SECRET = "odd: chars/in + it % and enough of them"
PEOPLE = {
    "ada": {"email": "ada@corp.example", "name": "Ada Lovelace", "groups": ["security", "all staff"]},
    "bob": {"email": "bob@corp.example", "name": "Bob", "groups": ["all staff"]},
    "eve": {"email": "eve@corp.example", "name": "Eve", "groups": ["kitchen"]},
    "una": {"email": "una@corp.example", "name": "Una", "groups": ["all staff"], "email_verified": False},
}
CLIENT = {
    "client_id": "watchgate",
    "client_secret": CLIENT_SECRET,
    "redirect_uris": [CALLBACK],
    "post_logout_redirect_uris": [f"{OUR_URL}/"],
}


class RunningProvider:
    """`provider.mjs` as a process."""

    def __init__(self, **settings):
        said = {"clients": [CLIENT], "people": PEOPLE, **settings}
        self._process = subprocess.Popen(
            [shutil.which("node"), "provider.mjs", json.dumps(said)],
            cwd=NODE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.issuer = json.loads(self._process.stdout.readline())["issuer"]

    def now(self, **wanted):
        """Have it do something else: `rotate`, `tamper`, `down`, `people`."""
        httpx.post(f"{self.issuer}/control", json=wanted).raise_for_status()

    def stop(self):
        self._process.terminate()
        self._process.wait(10)
        self._process.stdout.close()

    def settings(self, **more):
        """The setting `sign_in`."""
        groups = {"security": {"role": "approver", "grants": ["reveal"]}, "all staff": {"role": "viewer"}}
        corp = {
            "label": "Corp",
            "issuer": self.issuer,
            "client_id": "watchgate",
            "client_secret_ref": "env:CORP_CLIENT_SECRET",
            "groups": groups,
        }
        return {"corp": {**corp, **more}}


async def go_there(browser, address, login):
    """Sign in as *login* through the provider's own pages, and consent: the address it sends the browser back to."""
    for _ in range(10):
        answer = await browser.get(address, follow_redirects=False)
        while answer.status_code == 200:
            address, form = _form(answer)
            answer = await browser.post(address, data=form | {"login": login, "password": "any"})
        assert answer.is_redirect, answer.text
        address = urljoin(address, answer.headers["location"])
        if address.startswith(OUR_URL):
            return address
    raise AssertionError("the provider never sends the browser back")


def _form(answer):
    """Where the page's form is sent to, and what stands in its hidden fields."""
    action = unescape(re.search(r'action="([^"]+)"', answer.text)[1])
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text)
    return urljoin(str(answer.url), action), dict(hidden)
