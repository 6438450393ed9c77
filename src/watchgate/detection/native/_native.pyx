# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True, initializedcheck=False
"""The hot loops of detection. Each has a twin in Python with the same results; `tests/unit/detection` compares them."""

include "tokens.pxi"
include "tagger.pxi"
include "ngrams.pxi"
