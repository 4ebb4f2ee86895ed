"""What is spoken about: statements gathered into topics, topics into issues, by what they mean.

A place is made of a statement's content, its paragraph and the title above it, since content alone is often elliptic
("it will not work like that"). A topic takes what is near to the mean of what it holds; an issue takes the topics
whose statements are near to its own on average (UPGMA). Both grow by what is new and never shrink, so that an issue
keeps its identity as coverage goes on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

TOPIC = 0.60  # mean cosine to what a topic holds above which a statement is of it
ISSUE = 0.50  # mean cosine of two topics' statements above which they are of one issue
PARAGRAPH, TITLE = 1.0, 0.5  # weights beside the content's 1
BLOCK = 1024  # statements looked at together
MANY = 3000  # groups up to which the nearest pair of all is joined first; above, each joins the nearest larger one
Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass
class Groups:
    """Groups of places: sums of unit vectors [groups, size] and how many each holds [groups]."""

    sums: Floats
    sizes: Ints

    @classmethod
    def none(cls, size: int) -> Groups:
        """No groups yet."""
        return cls(np.zeros((0, size), np.float32), np.zeros(0, np.int64))

    def nearness(self, places: Floats, sizes: Ints | None = None) -> Floats:
        """Mean cosine between what each row and each group hold: [rows, groups]."""
        ones = np.ones(len(places)) if sizes is None else np.maximum(sizes, 1)
        near: Floats = ((places @ self.sums.T) / np.maximum(self.sizes, 1) / ones[:, None]).astype(np.float32)
        return near


def unit(places: Floats) -> Floats:
    """Rows of length 1; rows of zeros stay."""
    made: Floats = (places / np.maximum(np.linalg.norm(places, axis=1, keepdims=True), 1e-9)).astype(
        np.float32
    )
    return made


def blend(content: Floats, paragraph: Floats, title: Floats) -> Floats:
    """The places of statements from those of their parts, all unit vectors [statements, size]."""
    return unit(content + PARAGRAPH * paragraph + TITLE * title)


def into_topics(places: Floats, topics: Groups) -> tuple[Ints, Groups]:
    """The topic of each place in turn; `topics` with what they took, new ones at its end.

    The same places in the same order give the same topics, however they are cut into calls.
    """
    found = np.zeros(len(places), np.int64)
    room = len(topics.sizes) + len(places)
    sums = np.zeros((room, places.shape[1]), np.float32)
    sizes = np.zeros(room, np.int64)
    count = len(topics.sizes)
    sums[:count], sizes[:count] = topics.sums, topics.sizes
    for start in range(0, len(places), BLOCK):
        block = places[start : start + BLOCK]
        # One product for the block; what the block itself changes is put right as it goes.
        products = np.zeros((len(block), count + len(block)), np.float32)
        products[:, :count] = block @ sums[:count].T
        among = block @ block.T
        for i in range(len(block)):
            best, near = -1, TOPIC
            if count:
                means = products[i, :count] / sizes[:count]
                best = int(means.argmax())
                near = float(means[best])
            if best < 0 or near < TOPIC:
                best, count = count, count + 1
            found[start + i] = best
            sums[best] += block[i]
            sizes[best] += 1
            products[i + 1 :, best] += among[i, i + 1 :]
    return found, Groups(sums[:count].copy(), sizes[:count].copy())


def into_issues(topics: Groups, issues: Groups) -> tuple[Ints, Groups]:
    """The issue of each new topic; `issues` with what they took, new ones at its end.

    Args:
        topics: New ones; they are joined with each other and with the issues that are there, which stay apart.
    """
    known = len(issues.sizes)
    sums = np.concatenate([issues.sums, topics.sums])
    sizes = np.concatenate([issues.sizes, topics.sizes])
    owner = _joined(sums, sizes, known) if len(sizes) <= MANY else _led(sums, sizes, known)
    heads = [*range(known), *sorted(set(owner[known:].tolist()) - set(range(known)))]
    number = {head: i for i, head in enumerate(heads)}
    found = np.array([number[one] for one in owner[known:].tolist()], np.int64)
    grown = Groups(np.zeros((len(heads), sums.shape[1]), np.float32), np.zeros(len(heads), np.int64))
    grown.sums[:known], grown.sizes[:known] = issues.sums, issues.sizes
    np.add.at(grown.sums, found, topics.sums)
    np.add.at(grown.sizes, found, topics.sizes)
    return found, grown


def _joined(sums: Floats, sizes: Ints, known: int) -> Ints:
    """Who owns each group when the nearest two are joined as long as they are near enough."""
    count = len(sizes)
    sums, weight = sums.astype(np.float64), np.maximum(sizes, 1).astype(np.float64)
    near = (sums @ sums.T) / weight[:, None] / weight
    near[:known, :known] = -1.0  # issues that are there are joined by people alone
    np.fill_diagonal(near, -1.0)
    owner = np.arange(count)
    best = near.argmax(axis=1) if count else np.zeros(0, np.int64)
    value = near[np.arange(count), best]
    while count and value.max() >= ISSUE:
        first = int(value.argmax())
        keep, gone = sorted((first, int(best[first])))
        sums[keep] += sums[gone]
        weight[keep] += weight[gone]
        owner[owner == gone] = keep
        alive = value > -2.0
        alive[gone] = False
        row = np.where(alive, (sums @ sums[keep]) / weight / weight[keep], -1.0)
        row[keep] = -1.0
        if keep < known:
            row[:known] = -1.0
        near[keep], near[:, keep] = row, row
        near[gone], near[:, gone], value[gone] = -1.0, -1.0, -3.0
        for one in np.flatnonzero(alive & ((best == keep) | (best == gone) | (row > value))):
            best[one] = near[one].argmax()
            value[one] = near[one, best[one]]
        best[keep] = near[keep].argmax()
        value[keep] = near[keep, best[keep]]
    return owner.astype(np.int64)


def _led(sums: Floats, sizes: Ints, known: int) -> Ints:
    """The same for many: the largest first, each to the nearest before it, or to itself."""
    owner = np.arange(len(sizes))
    order = [*range(known), *sorted(range(known, len(sizes)), key=lambda one: (-int(sizes[one]), one))]
    held, weight = np.zeros_like(sums), np.zeros(len(sizes))
    heads = list[int]()
    for one in order:
        if heads and one >= known:
            near = (held[: len(heads)] @ sums[one]) / weight[: len(heads)] / max(int(sizes[one]), 1)
            best = int(near.argmax())
            if near[best] >= ISSUE:
                owner[one] = heads[best]
                held[best] += sums[one]
                weight[best] += sizes[one]
                continue
        held[len(heads)], weight[len(heads)] = sums[one], max(int(sizes[one]), 1)
        heads.append(one)
    return owner.astype(np.int64)
