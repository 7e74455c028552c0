"""What is checked: a scorer and what it promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pytest_seqscore.errors import SeqScoreInputError

INTERFACES = {
    "logits": "scorer(logits [T, V], tokens [T]) -> float",
    "batch": "scorer(logits [B, T, V], input_ids [B, T], attention_mask [B, T]) -> [B]",
    "labels": "scorer(logits [B, T, V], labels [B, T]) -> [B]",
    "text": "scorer(model, tokenizer, prompt, completion) -> float",
    "batch-text": "scorer(model, tokenizer, prompts, completions) -> [B]",
    "rank": "scorer(model, tokenizer, prompt, completions) -> int",
    "perplexity": "scorer(model, tokenizer, texts) -> float",
    "lm-eval": "scorer(model, tokenizer) -> lm_eval.api.model.LM",
    "completions": "scorer(base_url, model_name, prompt, completion) -> float",
    "response": "scorer(response, prompt_length) -> float",
}
RETURNS = ("logprob", "mean_logprob", "nll", "mean_nll", "perplexity")
ARRAYS = ("numpy", "torch", "jax")
DTYPES = ("float64", "float32", "bfloat16", "float16")
BOUNDARIES = ("joint", "separate")


@dataclass(frozen=True)
class Scorer:
    """A function under test, how it is called, and what it returns.

    Args:
        fn: the scorer, called as its interface says (``INTERFACES``).
        interface: "logits", "batch", "labels", "text", "batch-text", "rank", "perplexity", "lm-eval",
            "completions" or "response".
        returns: "logprob" (sum, in nats), "mean_logprob", "nll", "mean_nll" or "perplexity".
        array: the library of the arrays it is given, for the first three interfaces.
        dtype: of the logits it is given; of the model's parameters for interfaces with a model.
        boundary: "joint": prompt and completion are one text, and a token that reaches beyond the prompt's
            last character is scored. "separate": each is encoded on its own.
        expected_failures: name of a check → why it fails.

    Raises:
        SeqScoreInputError: an unknown interface, returns, array, dtype or boundary; no function, no mapping.
    """

    fn: Callable[..., Any]
    interface: str
    returns: Literal["logprob", "mean_logprob", "nll", "mean_nll", "perplexity"] = "logprob"
    array: Literal["numpy", "torch", "jax"] = "numpy"
    dtype: str = "float32"
    boundary: Literal["joint", "separate"] = "joint"
    expected_failures: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not callable(self.fn):
            raise SeqScoreInputError(f"scorer: found a {type(self.fn).__name__}, expected a function")
        failures: object = self.expected_failures
        if not isinstance(failures, Mapping):
            found = f"expected_failures: found a {type(failures).__name__}"
            raise SeqScoreInputError(f"{found}, expected a mapping from the name of a check to the reason")
        for name, known in (
            ("interface", tuple(INTERFACES)), ("returns", RETURNS), ("array", ARRAYS), ("dtype", DTYPES),
            ("boundary", BOUNDARIES),
        ):  # fmt: skip
            if getattr(self, name) not in known:
                found = f"{name}: found {getattr(self, name)!r}"
                raise SeqScoreInputError(f"{found}, expected one of {', '.join(map(repr, known))}")

    @property
    def name(self) -> str:
        """The function's name, for ids and messages."""
        return str(getattr(self.fn, "__name__", type(self.fn).__name__))

    @property
    def signature(self) -> str:
        """How the interface calls the scorer."""
        return INTERFACES[self.interface]
