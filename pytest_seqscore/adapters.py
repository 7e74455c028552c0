"""Other people's outputs as arguments: ``assert_sequence_logprob(actual, **from_generate(output))``.

Each function returns keyword arguments of the oracles, the assertions and ``diagnose``. None of them
imports the library that made the output; objects and the JSON they are serialised to are read alike.

    from pytest_seqscore import adapters, assert_sequence_logprob

    output = model.generate(**inputs, return_dict_in_generate=True, output_logits=True)
    assert_sequence_logprob(my_score(output), **adapters.from_generate(output,
    eos_token_id=tokenizer.eos_token_id))
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import numpy as np

from pytest_seqscore.arrays import bad_input, library, to_numpy

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOT_IN_TOP = -9999.0
"""What OpenAI's chat completions give for a token that is not among the most likely ones."""


def from_generate(output: Any, *, eos_token_id: int | Sequence[int] | None = None) -> dict[str, Any]:
    """transformers: ``generate(..., return_dict_in_generate=True, output_logits=True)``.

    The generated tokens under the model's own distribution, ``[B, N]``; with ``eos_token_id`` what follows
    the first EOS of a row is masked. Beams are followed back by ``beam_indices``.

    Raises:
        SeqScoreInputError: the output has no ``logits`` (``scores`` are processed: not the model's
            distribution).
    """
    steps = _get(output, "logits")
    if not isinstance(steps, (tuple, list)) or not steps:
        hint = (
            "scores are processed by temperature, top-k, penalties"
            if _get(output, "scores") is not None
            else ""
        )
        raise bad_input("output", "no logits of each step", "generate(..., output_logits=True)", hint)
    tokens = to_numpy(_get(output, "sequences"), "output.sequences")[:, -len(steps) :]
    beams = _get(output, "beam_indices")
    mask = np.ones(tokens.shape, bool)
    if beams is None:
        logits = _stack(steps)
    else:
        rows = to_numpy(beams, "output.beam_indices")[:, : len(steps)]
        mask &= rows >= 0
        logits = _stack([step[np.maximum(rows[:, t], 0).tolist()] for t, step in enumerate(steps)])
    if eos_token_id is not None:
        ends = np.isin(tokens, eos_token_id)
        mask &= np.cumsum(ends, axis=-1) - ends == 0
    return {"logits": logits, "tokens": tokens, "mask": mask}


def from_model(
    output: Any, input_ids: Any, attention_mask: Any = None, *, prompt_length: Any = 0
) -> dict[str, Any]:
    """transformers: the output of a causal model (or its logits) on ``input_ids [B, T]``."""
    arguments = {
        "logits": _logits(output),
        "tokens": input_ids,
        "layout": "causal",
        "prompt_length": prompt_length,
    }
    return arguments if attention_mask is None else arguments | {"mask": attention_mask}


def from_labels(output: Any, labels: Any, *, layout: str = "causal") -> dict[str, Any]:
    """Trainers (transformers, TRL): logits ``[B, T, V]`` and labels ``[B, T]``, -100 where a token does not
    count.

    ``layout="aligned"`` for encoder-decoder models and for logits that are cut already.
    """
    return {"logits": _logits(output), "tokens": labels, "layout": layout, "ignore_index": -100}


def from_openai(response: Any, prompt: str = "", *, choice: int = 0) -> dict[str, Any]:
    """OpenAI completions or chat completions with ``logprobs``: object, or dict of its JSON.

    Args:
        response: of any server that speaks the protocol.
        prompt: the text to leave unscored where the server echoes it (``echo=True``). A token that ends
            beyond it is scored.
        choice: which of the choices.

    Raises:
        SeqScoreInputError: no log-probs in it, or a chat token without one (-9999.0: not among the top ones).
    """
    picked = _at(_get(response, "choices"), choice, "response.choices")
    logprobs = _get(picked, "logprobs")
    content = _get(logprobs, "content")
    if content is not None:
        values = [_get(entry, "logprob") for entry in content]
        if NOT_IN_TOP in values:
            found = f"{NOT_IN_TOP} for token {values.index(NOT_IN_TOP)}"
            raise bad_input(
                "response", found, "the log-prob of every token", "the server only gives the top ones"
            )
        return {"token_logprobs": values}
    values = _get(logprobs, "token_logprobs")
    if values is None:
        raise bad_input(
            "response", "no log-probs", "logprobs.token_logprobs or logprobs.content", "ask for logprobs=1"
        )
    return {"token_logprobs": list(values), "prompt_length": _tokens_within(logprobs, prompt)}


def from_vllm(output: Any, *, choice: int = 0) -> dict[str, Any]:
    """vLLM: a ``RequestOutput``, or a choice of its server's JSON, with ``prompt_logprobs`` or ``logprobs``.

    With ``prompt_logprobs`` the tokens of the prompt (text to be scored is sent as one), else the generated
    ones. Pass ``prompt_length=`` beside it for the part that is context.

    Raises:
        SeqScoreInputError: no log-probs, or a dict of several candidates and no ids to tell the chosen one.
    """
    if _get(output, "choices") is not None and _get(output, "prompt_logprobs") is None:
        output = _at(_get(output, "choices"), choice, "output.choices")
    entries, ids = _get(output, "prompt_logprobs"), _get(output, "prompt_token_ids")
    if entries is None:
        made = _get(output, "outputs")
        generated = _at(made, choice, "output.outputs") if made is not None else output
        entries, ids = _get(generated, "logprobs"), _get(generated, "token_ids")
    if entries is None or isinstance(entries, Mapping):
        raise bad_input(
            "output", "no log-probs", "prompt_logprobs or logprobs", "SamplingParams(prompt_logprobs=0)"
        )
    ids = [None] * len(entries) if ids is None else list(ids)
    arguments: dict[str, Any] = {
        "token_logprobs": [_of_token(e, i, t) for t, (e, i) in enumerate(zip_longest(entries, ids))]
    }
    return arguments | ({"tokens": ids} if None not in ids else {})


def from_minicons(scores: Any, *, surprisal: bool = False, base_two: bool = False) -> dict[str, Any]:
    """minicons: ``token_score`` of one sentence, (token, score) pairs; the flags as they were passed there.

    The first token has no prediction and is 0 there: it is not scored.
    """
    pairs = list(scores)
    if len(pairs) == 1 and not isinstance(_first(pairs[0]), str):
        pairs = list(pairs[0])
    if not pairs or not isinstance(_first(pairs[0]), str):
        raise bad_input(
            "scores", f"{len(pairs)} sentences", "token_score(...) of one sentence", "pass one of them"
        )
    sign, unit = (-1.0 if surprisal else 1.0), (math.log(2.0) if base_two else 1.0)
    values: list[float | None] = [sign * unit * float(pair[1]) for pair in pairs]
    if values[0] == 0.0:
        values[0] = None
    return {"token_logprobs": values}


def lm_eval_logprobs(sample: Any) -> NDArray[np.float64]:
    """lm-eval: the log-likelihood of each choice of a logged sample, ``[choices]``: an ``actual``, not an
    oracle's input.

    Reads a line of ``samples_*.jsonl`` (its numbers are strings), an entry of ``results["samples"][task]``,
    or the list of ``(logprob, is_greedy)`` that ``loglikelihood`` returns.

    Raises:
        SeqScoreInputError: no log-likelihoods in it.
    """
    answers = _get(sample, "filtered_resps")
    answers = sample if answers is None and isinstance(sample, (list, tuple)) else answers
    try:
        return np.array([_likelihood(answer) for answer in answers])
    except (TypeError, ValueError, IndexError):
        raise bad_input(
            "sample", f"{sample!r:.40}", "(logprob, is_greedy) for each choice, of a loglikelihood task"
        ) from None


def _likelihood(answer: Any) -> float:
    while isinstance(answer, (list, tuple)):
        answer = answer[0]
    return float(answer)


def _get(x: Any, name: str) -> Any:
    return x.get(name) if isinstance(x, Mapping) else getattr(x, name, None)


def _at(x: Any, number: int, argument: str) -> Any:
    if not isinstance(x, Sequence) or not -len(x) <= number < len(x):
        raise bad_input(argument, "none" if x is None else f"{len(x)} entries", f"an entry {number}")
    return x[number]


def _first(x: Any) -> Any:
    return x[0] if isinstance(x, (list, tuple)) and x else None


def _logits(output: Any) -> Any:
    return output if hasattr(output, "shape") else _get(output, "logits")


def _stack(steps: Iterable[Any]) -> Any:
    """Steps ``[B, V]`` as ``[B, N, V]``, in their own library where that is torch."""
    steps = list(steps)
    if library(steps[0]) == "torch":
        import torch

        return torch.stack(steps, 1)
    return np.stack([to_numpy(step, "output.logits") for step in steps], 1)


def _tokens_within(logprobs: Any, prompt: str) -> int:
    """How many tokens end within the prompt."""
    if not prompt:
        return 0
    offsets = _get(logprobs, "text_offset")
    if not offsets:
        raise bad_input(
            "response", "no text_offset", "the place of each token, to find the end of the prompt"
        )
    tokens = _get(logprobs, "tokens")
    ends = [*offsets[1:], offsets[-1] + len(tokens[-1])]
    return sum(end <= len(prompt) for end in ends)


def _of_token(entry: Any, token: int | None, place: int) -> float | None:
    """The log-prob of the chosen token in a mapping of candidates."""
    if entry is None:
        return None
    if not isinstance(entry, Mapping):
        return float(_value(entry))
    found = entry.get(token, entry.get(str(token))) if token is not None else None
    if found is None and len(entry) == 1:
        found = next(iter(entry.values()))
    if found is None:
        what = (
            f"token {token} missing among {len(entry)} candidates"
            if token is not None
            else f"{len(entry)} candidates"
        )
        raise bad_input(
            "output", f"{what} at {place}", "the chosen token's log-prob", "prompt_token_ids say which it is"
        )
    return float(_value(found))


def _value(entry: Any) -> Any:
    value = _get(entry, "logprob")
    return entry if value is None else value
