"""Which secrets belong to no provider: tokens of standards, keys in files, passwords?

Only the tokens have forms here; the others are found by modules of their own, which this table names and describes.
"""

from watchgate.detection.secrets.kind import SecretKind

TOKENS: tuple[SecretKind, ...] = (
    SecretKind(
        "JWT",
        "JSON web token",
        ("eyJ [A-Za-z0-9_-]{10,4000}\\.eyJ[A-Za-z0-9_-]{10,8000}\\.[A-Za-z0-9_-]{16,1400}",),
        "eyJhbGciOiJIUzI1NiJ9|.eyJzdWIiOiI0MjQyIiwibmFtZSI6Ik1hcmlhIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        source="RFC 7519",
        counter_sample="eyJhbGciOiJIUzI1NiJ9",
    ),
    SecretKind(
        "AGE_SECRET_KEY",
        "age secret key",
        ("AGE-SECRET-KEY-1 [QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}",),
        "AGE-SECRET-KEY-1|QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQPZRY9X8GF2TVDW0S3JN54KHCE",
        source="age-encryption.org/v1",
    ),
    SecretKind(
        "SIGNED_URL",
        "Signature of a web address that opens what it points to",
        (
            "[Xx]-[Aa]mz-[Ss]ignature= [0-9a-f]{64}",
            "[Xx]-[Gg]oog-[Ss]ignature= [0-9a-f]{128,1024}",
            "[?&]Signature= [A-Za-z0-9%+/~_-]{27,400}={0,2}&",
        ),
        "X-Amz-Signature=|4f1c9ab27e03d86f5a1b2c7d9e8f0a3b4c5d6e7f8091a2b3c4d5e6f708192a3b",
        source="docs.aws.amazon.com, Signature Version 4 in query parameters; cloud.google.com, V4 signed URLs",
    ),
)
OTHERS: tuple[SecretKind, ...] = (
    SecretKind(
        "DATABASE_URL",
        "Address with a password in it",
        (
            "[a-z][a-z0-9+]{1,20}://[A-Za-z0-9_.%-]{0,64}:[A-Za-z0-9_.%!$&*+=~^?#-]{3,128}@[A-Za-z0-9_.-]{1,253}",
        ),
        "postgres://app:|t0p-Secret!9@db.example.com",
        source="RFC 3986, section 3.2.1",
        counter_sample="postgres://localhost:5432/app",
    ),
    SecretKind(
        "GENERIC_SECRET",
        "Key or token of an unknown kind",
        (),
        "api_key = '|Zx81kQvW3nLrT6yB0sHdJ4mP'",
        source="a name that says so, and a value that looks random",
        near=("key",),
        counter_sample="api_key = os.environ.get.some_name_of_it",
    ),
    SecretKind(
        "PASSWORD",
        "Password",
        (),
        "password: |tr0ub4dor-Street!7",
        source="a word for it, and a value that is none",
        near=("password",),
        counter_sample="password: required",
    ),
    SecretKind(
        "AUTHORIZATION_HEADER",
        "Credentials in a header",
        (),
        "Authorization: Basic |YXBwOnQwcC1TZWNyZXQhOQ==",
        source="RFC 7617 and RFC 6750",
        near=("authorization",),
        counter_sample="Authorization: Basic or Bearer",
    ),
    SecretKind(
        "SESSION_COOKIE",
        "Cookie of a session",
        (),
        "Cookie: sessionid=|8f3kq0zx7v2mdw5p9t1lrc4yhg6bn",
        source="RFC 6265; the names that web frameworks give it",
        near=("cookie",),
        counter_sample="Cookie: theme=dark",
    ),
    SecretKind(
        "PRIVATE_KEY",
        "Private key",
        (r"-----BEGIN\x20(?:[A-Z0-9]{1,12}\x20){0,3}PRIVATE\x20KEY(?:\x20BLOCK)?-----",),
        "-----BEGIN PRIVATE KEY-----\n|MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\nZx81\n-----END PRIVATE KEY-----",
        source="RFC 7468, RFC 4880",
        counter_sample="-----BEGIN PRIVATE KEY----- opens a key",
    ),
)
