# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""An averaged structured perceptron (Collins 2002) over hashed features: quick to train, and as good here as a CRF."""

import numpy as np
cimport numpy as cnp
from libc.stdlib cimport free, malloc

cdef enum:
    LONGEST = 4096


def train(
    const unsigned int[:, ::1] features,
    const unsigned char[::1] gold,
    const int[::1] chains,
    const unsigned char[:, ::1] allowed,
    int bits,
    int epochs,
    orders,
):
    """Weights (buckets × labels) and moves (labels + 1 × labels). *chains*: where each begins, and where the last ends; *allowed[a, b]*:
    may b follow a (the last a is the beginning)? *orders*: for each epoch the chains in some order.
    """
    cdef int labels = allowed.shape[1], width = features.shape[1]
    cdef unsigned int mask = (1 << bits) - 1, bucket
    weights = np.zeros((1 << bits, labels), dtype=np.float32)
    summed = np.zeros((1 << bits, labels), dtype=np.float32)
    moves = np.zeros((labels + 1, labels), dtype=np.float32)
    moves_summed = np.zeros((labels + 1, labels), dtype=np.float32)
    cdef float[:, ::1] w = weights, ws = summed, m = moves, ms = moves_summed
    cdef float* scores = <float*>malloc(LONGEST * labels * sizeof(float))
    cdef float* reached = <float*>malloc(LONGEST * labels * sizeof(float))
    cdef signed char* back = <signed char*>malloc(LONGEST * labels)
    cdef signed char* chosen = <signed char*>malloc(LONGEST)
    cdef float value, most, seen = 1
    cdef long long[::1] order
    cdef Py_ssize_t number, first
    cdef int size, at, label, before, which, j, truth, guess, wrong
    for epoch in range(epochs):
        order = orders[epoch]
        wrong = 0
        for number in range(order.shape[0]):
            first = chains[order[number]]
            size = min(chains[order[number] + 1] - first, LONGEST)
            for at in range(size):
                for label in range(labels):
                    scores[at * labels + label] = 0
                for j in range(width):
                    bucket = features[first + at, j] & mask
                    for label in range(labels):
                        scores[at * labels + label] += w[bucket, label]
                for label in range(labels):
                    most = -1e30
                    which = 0
                    if at == 0:
                        most = m[labels, label] if allowed[labels, label] else -1e30
                    else:
                        for before in range(labels):
                            if allowed[before, label]:
                                value = reached[(at - 1) * labels + before] + m[before, label]
                                if value > most:
                                    most = value
                                    which = before
                    reached[at * labels + label] = most + scores[at * labels + label]
                    back[at * labels + label] = which
            which = 0
            for label in range(1, labels):
                if reached[(size - 1) * labels + label] > reached[(size - 1) * labels + which]:
                    which = label
            for at in range(size - 1, -1, -1):
                chosen[at] = which
                which = back[at * labels + which]
            for at in range(size):
                truth, guess = gold[first + at], chosen[at]
                if truth != guess:
                    wrong += 1
                    for j in range(width):
                        bucket = features[first + at, j] & mask
                        w[bucket, truth] += 1
                        ws[bucket, truth] += seen
                        w[bucket, guess] -= 1
                        ws[bucket, guess] -= seen
                before = labels if at == 0 else gold[first + at - 1]
                which = labels if at == 0 else chosen[at - 1]
                if before != which or truth != guess:
                    m[before, truth] += 1
                    ms[before, truth] += seen
                    m[which, guess] -= 1
                    ms[which, guess] -= seen
            seen += 1
        print(f"epoch {epoch + 1}: {wrong} of {len(gold)} tokens wrong", flush=True)
    free(scores)
    free(reached)
    free(back)
    free(chosen)
    return weights - summed / seen, moves - moves_summed / seen
