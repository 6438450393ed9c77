"""Learn to recognise attacks, write the model beside the product, and say how good it is on sources that it did not see."""

import argparse
from pathlib import Path

from tools.train.injection.calibrate import calibrated, calibration
from tools.train.injection.card import card
from tools.train.injection.corpora import SHARED, examples
from tools.train.injection.fit import fitted, prepared
from tools.train.injection.held_out import folds
from tools.train.injection.judged import judging
from tools.train.injection.plain import is_disguised
from tools.train.injection.report import report
from watchgate.detection.ngrams import packed

MODEL = Path(__file__).parents[3] / "src" / "watchgate" / "detection" / "models" / "injection.bin"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=SHARED, help="the folder with injection/, benign/ and ner/"
    )
    parser.add_argument(
        "--report", action="store_true", help="only say how good it is, as a table in Markdown"
    )
    asked = parser.parse_args()
    texts = examples(asked.data)
    made = folds(texts)
    held_out = [example for fold in made for example in fold.held_out]
    margins = [margin for fold in made for margin in fold.margins]
    a, b = calibration(held_out, margins, list(map(judging(None), (example.text for example in held_out))))
    print(f"the model's weight is the logistic function of {a:.3f} · margin {b:+.3f}")
    figures = report([(calibrated(fold.model, a, b), fold.held_out) for fold in made])
    print(figures)
    if not asked.report:
        plain = [(prepared(e.text), e.is_attack, e.source) for e in texts if not is_disguised(e.text)]
        MODEL.write_bytes(packed(calibrated(fitted(plain), a, b)))
        MODEL.with_suffix(".md").write_text(card(MODEL.read_bytes(), figures), encoding="utf-8")
        print(f"{MODEL}: {MODEL.stat().st_size} bytes")


if __name__ == "__main__":
    main()
