"""Gateway keys for tests: the file as the control plane would write it, without a database."""

from datetime import timedelta

from watchgate.identity.gateway_keys import file
from watchgate.identity.gateway_keys.model import Allowance, GatewayKey, Secret, Whose, hash_of, mint
from watchgate.identity.gateway_keys.spending import Counted, counted, month_of
from watchgate.kernel.clock import utc_now
from watchgate.kernel.ids import new_id


class KeyFile:
    """The keys of a data folder. `add` gives the secret; `write` is done by every change."""

    def __init__(self, data_dir):
        self.data_dir = data_dir
        self.path = data_dir / file.FILE
        self.keys, self.secrets = {}, {}

    def add(self, team="support", project="bot", *, expires_in=None, **limits):
        now, secret = utc_now(), mint()
        key = GatewayKey(
            new_id("gk"),
            Whose("test", team, project),
            Allowance(**limits),
            now,
            now,
            now + timedelta(seconds=expires_in) if expires_in is not None else None,
        )
        self.keys[secret] = key
        self.secrets[secret] = Secret(key.id, hash_of(secret.encode()), None)
        self.write()
        return secret

    def remove(self, secret):
        del self.keys[secret], self.secrets[secret]
        self.write()

    def id_of(self, secret):
        return self.keys[secret].id

    def write(self):
        file.write(self.path, file.text_of(list(self.keys.values()), list(self.secrets.values())))

    def counted(self, secret):
        """What the gateways have counted of a key today."""
        now = utc_now()
        days = counted(self.data_dir, month_of(now)).get(self.id_of(secret))
        return days[now.day - 1] if days else Counted()
