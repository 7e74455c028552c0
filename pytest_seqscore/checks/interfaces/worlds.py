"""The truth about a completion after a prompt, and the worlds in which the usual mistakes would be right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.checks.interfaces.arrays import padded
from pytest_seqscore.checks.truth import Truth
from pytest_seqscore.toy.tokenizer import BOS, EOS, PAD, ToyTokenizer

if TYPE_CHECKING:
    from pytest_seqscore.toy import ToyLM

Pair = tuple[str, str]
"""A prompt and its completion."""
Split = tuple[list[int], int]
"""Token ids, and how many of them are prompt."""
World = tuple[str, Callable[[], Truth]]

TOKENIZER = ToyTokenizer()
FREE = 20
"""Tokens up to which the model is let run free: each takes a pass over all before."""


def joint(pair: Pair) -> Split:
    """Encoded as one text; a token across the boundary belongs to the completion."""
    return TOKENIZER.encode_pair(*pair)


def separate(pair: Pair, bos: bool = False) -> Split:
    """Prompt and completion encoded on their own, the completion with BOS or without."""
    prompt, completion = TOKENIZER.encode(pair[0]).ids, TOKENIZER.encode(pair[1], add_special_tokens=bos).ids
    return prompt + completion, len(prompt)


def cut_at_prompt(pair: Pair) -> Split:
    """Encoded as one text, cut at the length of the prompt's own encoding."""
    ids = TOKENIZER.encode("".join(pair)).ids
    return ids, min(len(TOKENIZER.encode(pair[0]).ids), len(ids))


def starting_after(pair: Pair) -> Split:
    """Encoded as one text; only tokens that start at the boundary or later count."""
    ids, offsets = TOKENIZER.encode("".join(pair))
    return ids, sum(start < len(pair[0]) or end == 0 for start, end in offsets)


def double_bos(split: Split) -> Split:
    return [BOS, *split[0]], split[1] + 1


def no_bos(split: Split) -> Split:
    return split[0][1:], split[1] - 1


def single(lm: ToyLM, split: Split, mask: Any = None) -> Truth:
    """One sequence, as a model in float32 sees it."""
    ids, prompt = split
    logits = lm.logits(ids, mask).astype(np.float32)
    return Truth(
        logits, np.array(ids), "causal", prompt, None if mask is None else np.asarray(mask, dtype=bool)
    )


def batch(
    lm: ToyLM,
    splits: Sequence[Split],
    pad: int = PAD,
    left: bool = False,
    masked: bool = True,
    placed: bool = True,
) -> Truth:
    """A padded batch; not ``masked``: padding is attended to; not ``placed``: positions count padding."""
    ids, mask = padded([split[0] for split in splits], pad, left)
    positions = np.maximum(np.cumsum(mask, -1) - 1, 0) if left and placed else None
    logits = lm.logits(ids, mask if masked else None, positions).astype(np.float32)
    prompts = mask.argmax(-1) + [max(split[1], 1) for split in splits]
    return Truth(logits, ids, "causal", prompts, mask.astype(bool))


def free_running(lm: ToyLM, split: Split) -> Truth:
    """The completion's tokens under the distributions of the model's own greedy continuation."""
    ids, prompt = split
    own = list(ids[:prompt])
    while len(own) < len(ids) and (own[-1] != EOS or len(own) == prompt):
        own.append(int(lm.next_logits(own).argmax()))
    rows = lm.logits(own)[prompt - 1 : len(own) - 1].astype(np.float32)
    return Truth(rows, np.array(ids[prompt : len(own)]), "aligned")


def own_words(lm: ToyLM, split: Split) -> Truth:
    """The tokens that the model would say itself, in place of the completion's."""
    world = free_running(lm, split)
    return Truth(world.logits, world.logits.argmax(-1), "aligned")


def worlds_of(lm: ToyLM, pair: Pair, truth: Callable[[Pair], Split]) -> tuple[World, ...]:
    """What a scorer of one pair may wrongly compute, by code."""
    right = truth(pair)
    found: list[World] = []
    for encode in (separate, partial(separate, bos=True), cut_at_prompt, starting_after, joint):
        other = encode(pair)
        if other != right:
            found.append(("SEQ312", partial(single, lm, other)))
    if right[0][:1] == [BOS]:
        found.append(("SEQ309", partial(single, lm, double_bos(right))))
    if right[0][:1] == [BOS] and len(right[0]) > 1:
        found.append(("SEQ310", partial(single, lm, no_bos(right))))
    if 0 in right[0]:
        found.append(("SEQ317", partial(single, lm, right, [int(token != 0) for token in right[0]])))
    return tuple(found)


def generated_worlds(lm: ToyLM, split: Split) -> tuple[World, ...]:
    """What a scorer computes that lets the model run free in place of reading the completion."""
    if not 0 < len(split[0]) - split[1] <= FREE:
        return ()
    return ("SEQ207", partial(free_running, lm, split)), ("SEQ207", partial(own_words, lm, split))


def batch_worlds(lm: ToyLM, splits: Sequence[Split], pairs: Sequence[Pair], pad: int) -> tuple[World, ...]:
    """What a scorer of several pairs may wrongly compute, by code."""
    found: list[World] = [
        ("SEQ309", partial(batch, lm, [double_bos(split) for split in splits], pad)),
        ("SEQ310", partial(batch, lm, [no_bos(split) for split in splits], pad)),
        ("SEQ314", partial(batch, lm, splits, pad, left=True, masked=False, placed=False)),
        ("SEQ315", partial(batch, lm, splits, pad, left=True, placed=False)),
    ]
    for encode in (separate, cut_at_prompt, starting_after):
        others = [encode(pair) for pair in pairs]
        if others != list(splits):
            found.append(("SEQ312", partial(batch, lm, others, pad)))
    return tuple(found)
