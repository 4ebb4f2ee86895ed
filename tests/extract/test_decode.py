"""Scores to cues and roles, on scores made by hand."""

import numpy as np

from onrecord.extract.decode import CUE_BIAS
from onrecord.extract.labels import runs, tag_ranges, viterbi


def log(rows):
    return np.log(np.array(rows, dtype=np.float32) + 1e-9)


def test_cue_goes_on_while_inside_is_best():
    cue = np.array([[0.9, 0.1, 0], [0.1, 0.8, 0.1], [0.2, 0.1, 0.7], [0.6, 0.1, 0.3]], dtype=np.float32)
    assert tag_ranges(cue, CUE_BIAS) == [(1, 3)]


def test_two_cues_side_by_side():
    cue = np.array([[0, 1, 0], [0, 0.9, 0.1], [0, 0.1, 0.9]], dtype=np.float32)
    assert tag_ranges(cue, CUE_BIAS) == [(0, 1), (1, 3)]


def test_a_cue_that_the_network_cuts_in_two_is_one():
    # "also said": "said" alone would be likelier begun anew than gone on with.
    cue = np.array([[0.4, 0.6, 0], [0.05, 0.5, 0.45], [1, 0, 0]], dtype=np.float32)
    assert tag_ranges(cue, CUE_BIAS) == [(0, 2)]


def test_the_bias_finds_weak_cues_but_lengthens_none():
    cue = np.array([[0.6, 0.4, 0], [0.6, 0, 0.4], [1, 0, 0]], dtype=np.float32)
    assert tag_ranges(cue, CUE_BIAS) == [(0, 1)]


def test_inside_follows_only_its_own_begin():
    # Alone, the second word would be inside a source (2), though a content (3) began before it.
    scores = log([[[0, 0, 0, 1, 0], [0.05, 0, 0.5, 0, 0.45], [1, 0, 0, 0, 0]]])
    assert viterbi(scores, np.ones((1, 3), dtype=bool)).tolist() == [[3, 4, 0]]


def test_padding_changes_nothing():
    rows = [[0, 0, 0, 1, 0], [0.05, 0, 0.5, 0, 0.45], [1, 0, 0, 0, 0]]
    short = viterbi(log([rows]), np.ones((1, 3), dtype=bool))
    mask = np.array([[True] * 3 + [False] * 4])
    long = viterbi(log([rows + [[0.2] * 5] * 4]), mask)
    assert long[0, :3].tolist() == short[0].tolist()


def test_runs():
    assert runs(np.array([3, 4, 4, 0, 3, 3, 4]), 3, 4) == [(0, 3), (4, 5), (5, 7)]
