"""What do people paste that says nothing about anybody? Tables of figures, code, queries, logs without addresses."""

from collections.abc import Callable

from watchgate.simulator.population.chance import Weighted, pick
from watchgate.simulator.population.lexicon import PRODUCTS
from watchgate.simulator.population.pen import Pen

_CODE = (
    """def batches(items, size={n}):
    \"\"\"Yield lists of at most `size` items.\"\"\"
    batch = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
""",
    """export async function retry(task, attempts = {n}) {{
  for (let attempt = 1; ; attempt++) {{
    try {{
      return await task();
    }} catch (error) {{
      if (attempt >= attempts) throw error;
      await new Promise((done) => setTimeout(done, 100 * 2 ** attempt));
    }}
  }}
}}
""",
    """SELECT product, date_trunc('month', ordered_at) AS month, sum(amount) AS revenue
FROM orders
WHERE region = '{word}' AND amount > {n}
GROUP BY 1, 2
ORDER BY revenue DESC
LIMIT {n};
""",
    """services:
  {word}:
    image: registry.internal/{word}:1.{n}
    replicas: {n}
    resources:
      limits: {{cpu: "2", memory: 512Mi}}
    healthcheck: {{interval: {n}s, retries: 3}}
""",
    """#!/bin/sh
set -eu
for unit in api worker {word}; do
  systemctl restart "$unit" && sleep {n}
done
echo "restarted"
""",
    """fn total(prices: &[u64]) -> Option<u64> {{
    prices.iter().try_fold(0u64, |sum, price| sum.checked_add(*price))
}}

#[test]
fn adds_up() {{
    assert_eq!(total(&[{n}, 1]), Some({n} + 1));
}}
""",
)
_FENCES = ("python", "js", "sql", "yaml", "sh", "rust")
_WORDS = ("checkout", "billing", "search", "mailer", "reports", "gateway", "catalog", "scheduler")
_LEVELS = ("INFO", "INFO", "INFO", "DEBUG", "WARN", "ERROR")
_NEWS = (
    "started",
    "request done",
    "retrying",
    "cache miss",
    "queue is empty",
    "timeout after 30 s",
    "connection closed",
)


def code(pen: Pen) -> None:
    number = pen.number(0, len(_CODE))
    body = _CODE[number].format(n=pen.number(2, 60), word=pick(pen.luck, _WORDS))
    pen.add(f"```{_FENCES[number]}\n{body}```")


def figures(pen: Pen) -> None:
    """A Markdown table of products and amounts."""
    rows = "".join(
        f"| {product} | {pen.number(1, 400)} | {pen.number(100, 90_000) / 100:.2f} | {pen.number(1, 100)} % |\n"
        for product in pen.luck.sample(PRODUCTS, k=pen.number(3, 12))
    )
    pen.add(f"| Product | Qty | Price | Share |\n|---|---:|---:|---:|\n{rows}")


def separated(pen: Pen) -> None:
    """Comma-separated figures."""
    words = pen.luck.choices(_WORDS, k=pen.number(4, 20))
    pen.add("service;requests;errors;p95_ms\n")
    pen.add(
        "".join(
            f"{word};{pen.number(10, 9_999)};{pen.number(0, 90)};{pen.number(3, 900)}\n" for word in words
        )
    )


def log(pen: Pen) -> None:
    hour, minute = pen.number(0, 24), pen.number(0, 40)
    lines = [
        f"{hour:02}:{minute + step:02}:{pen.number(0, 60):02} {pick(pen.luck, _LEVELS):5} {pick(pen.luck, _WORDS)}: "
        f"{pick(pen.luck, _NEWS)} ({pen.number(1, 900)} ms)"
        for step in range(pen.number(4, 18))
    ]
    pen.add("```\n" + "\n".join(lines) + "\n```")


def trace(pen: Pen) -> None:
    """A Python traceback."""
    module = pick(pen.luck, _WORDS)
    frames = "".join(
        f'  File "/srv/app/{pick(pen.luck, _WORDS)}.py", line {pen.number(3, 700)}, in {pick(pen.luck, _WORDS)}\n    return step(value)\n'
        for _ in range(pen.number(2, 8))
    )
    pen.add(
        f"Traceback (most recent call last):\n{frames}{module}.errors.Timeout: no answer within {pen.number(2, 60)} s\n"
    )


def settings(pen: Pen) -> None:
    """A JSON object of settings."""
    word, number = pick(pen.luck, _WORDS), pen.number(1, 50)
    pen.add(
        f'```json\n{{\n  "service": "{word}",\n  "timeout_s": {number},\n  "retries": {pen.number(0, 9)},\n'
        f'  "features": {{"beta": false, "batch_size": {number * 10}}},\n  "regions": ["eu-1", "us-2"]\n}}\n```'
    )


NEUTRAL: Weighted[Callable[[Pen], None]] = Weighted.of(
    {code: 30, figures: 25, separated: 12, log: 14, trace: 8, settings: 11}
)
