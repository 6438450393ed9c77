"""Passwords and credentials are found by what announces them, in many languages and formats, and code is not taken for one."""

import pytest

from watchgate.detection.engine import default_engine
from watchgate.detection.entities import ENTITIES

ANNOUNCED = {
    "password: hunter2!": "hunter2!",
    "my password is Summer2024!": "Summer2024",
    "the password for the wifi is Blue-Horse7": "Blue-Horse7",
    "Passwort: Geheim!2024": "Geheim!2024",
    "das Passwort lautet Xk7!pq9Z": "Xk7!pq9Z",
    "mot de passe : Soleil#42x": "Soleil#42x",
    "la contraseña es Perro_99x": "Perro_99x",
    "senha: Gato*2023": "Gato*2023",
    "la password è Gatto-2023x": "Gatto-2023x",
    "wachtwoord is Fiets!2024": "Fiets!2024",
    "hasło: Zamek!2024": "Zamek!2024",
    "heslo je Hora!2024": "Hora!2024",
    "şifre: Deniz!2024": "Deniz!2024",
    "пароль: Kot2024!x": "Kot2024!x",
    "密码是Abc12345x": "Abc12345x",
    "パスワードは Neko#2024 です": "Neko#2024",
    "비밀번호: Bada!2024": "Bada!2024",
    "DB_PASSWORD=s3cr3tP4ss": "s3cr3tP4ss",
    "Server=db;User ID=sa;Password=Xk7!pq9Zz;Encrypt=true": "Xk7!pq9Zz",
    "jdbc:postgresql://db.example.com/app?user=app&password=t0pSecret9x": "t0pSecret9x",
    "<password>S3cretPass9</password>": "S3cretPass9",
    '<add key="ClearTextPassword" value="S3cretPass9" />': "S3cretPass9",
}
NO_PASSWORD = [
    "password: string;",
    "password: str | None = None",
    "password = os.environ['DB_PASSWORD']",
    "password=$DB_PASSWORD",
    "password: ${{ secrets.DB_PASSWORD }}",
    "password: <your password>",
    "Please enter your password: (min. 8 characters)",
    "password must contain 8 characters",
    "const password = generatePassword(16)",
    "if password == confirm_password2:",
    "password=self.fields.password1",
    "password: ********",
    "password_hash=argon2id",
    "PASSWORD_MIN_LENGTH=12",
    "the pwd is /home/user2/dir",
    "The password is required.",
]
IN_HEADERS = {
    "curl -u admin:S3cret-99x https://api.example.com": "admin:S3cret-99x",
    "Authorization: Basic YWRtaW46czNjcjN0UGFzcw==": "YWRtaW46czNjcjN0UGFzcw==",
    "Authorization: Bearer 8f3kq0zx7v2mdw5p9t1lrc4yhg6bn": "8f3kq0zx7v2mdw5p9t1lrc4yhg6bn",
    "X-API-Key: 8f3kq0zx7v2mdw5p9t1lrc4yhg6bn": "8f3kq0zx7v2mdw5p9t1lrc4yhg6bn",
    "Cookie: theme=dark; sessionid=8f3kq0zx7v2mdw5p9t1lrc4yhg6bn": "8f3kq0zx7v2mdw5p9t1lrc4yhg6bn",
    "Set-Cookie: PHPSESSID=8f3kq0zx7v2mdw5p9t1lrc4yh; path=/": "8f3kq0zx7v2mdw5p9t1lrc4yh",
}


def secrets_in(text: str) -> list[tuple[str, str]]:
    return [
        (hit.entity, text[hit.start : hit.end])
        for hit in default_engine().scan(text)
        if ENTITIES[hit.entity].group == "secret"
    ]


@pytest.mark.parametrize(("text", "password"), ANNOUNCED.items())
def test_a_password_is_found_after_what_announces_it(text: str, password: str) -> None:
    assert secrets_in(text) == [("PASSWORD", password)]


@pytest.mark.parametrize("text", NO_PASSWORD)
def test_code_and_prose_about_passwords_hold_none(text: str) -> None:
    assert secrets_in(text) == []


@pytest.mark.parametrize(("text", "value"), IN_HEADERS.items())
def test_credentials_are_found_in_headers(text: str, value: str) -> None:
    assert [found for _, found in secrets_in(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "redis://:S3cr3tPw9@cache.example.com:6379/0",
        "mongodb+srv://app:t0pSecret9@cluster0.example.net",
        "smtp://bot%40example.com:Pa55word99@mail.example.com:587",
    ],
)
def test_an_address_with_a_password_is_found(text: str) -> None:
    assert [entity for entity, _ in secrets_in(text)] == ["DATABASE_URL"]


@pytest.mark.parametrize(
    "text",
    [
        "postgres://user:password@host/db",
        "postgres://app:${DB_PASS}@host/db",
        "amqp://guest:guest@localhost",
        "http://[::1]:80/@x",
    ],
)
def test_an_address_with_a_gap_for_the_password_is_none(text: str) -> None:
    assert secrets_in(text) == []
