"""The toy model as a model of the lm-eval harness."""

from __future__ import annotations

from typing import Any

from lm_eval.api.model import TemplateLM

from pytest_seqscore.toy.language_model import ToyLM
from pytest_seqscore.toy.tokenizer import BOS, EOS, ToyTokenizer


class ToyHarness(TemplateLM):  # type: ignore[misc]
    """Log-likelihoods are the toy model's exact ones; context and continuation split as the harness does."""

    def __init__(self, lm: ToyLM) -> None:
        super().__init__()
        self.toy_lm = lm
        self.toy_tokenizer = ToyTokenizer()

    @property
    def eot_token_id(self) -> int:
        return EOS

    @property
    def prefix_token_id(self) -> int:
        return BOS

    def tok_encode(self, string: str, add_special_tokens: bool | None = None, **kwargs: Any) -> list[int]:
        return self.toy_tokenizer.encode(string, add_special_tokens is not False).ids

    def _loglikelihood_tokens(self, requests: Any, **kwargs: Any) -> list[tuple[float, bool]]:
        answers = []
        for _, context, continuation in requests:
            tokens = [*context, *continuation]
            rows = self.toy_lm.logits(tokens)[len(context) - 1 : -1]
            greedy = [int(row.argmax()) for row in rows] == list(continuation)
            answers.append((self.toy_lm.logprob(tokens, len(context)), greedy))
        return answers

    def loglikelihood_rolling(self, requests: Any, disable_tqdm: bool = False) -> list[float]:
        """Every token of the text once, the first one after BOS."""
        return [self.toy_lm.logprob(self.tok_encode(request.args[0])) for request in requests]

    def generate_until(self, requests: Any, disable_tqdm: bool = False) -> list[str]:
        """Greedy text up to a stop sequence, EOS or ``max_gen_toks``."""
        answers = []
        for request in requests:
            context, options = request.args
            tokens = self.tok_encode(context)
            start = len(tokens)
            until = options.get("until") or []
            stops = [until] if isinstance(until, str) else until
            text = ""
            while len(tokens) - start < options.get("max_gen_toks", 32):
                tokens.append(int(self.toy_lm.next_logits(tokens).argmax()))
                if tokens[-1] == EOS:
                    break
                text = self.toy_tokenizer.decode(tokens[start:])
                found = [text.index(stop) for stop in stops if stop in text]
                if found:
                    text = text[: min(found)]
                    break
            answers.append(text)
        return answers


def lm_eval(seed: int = 0) -> ToyHarness:
    """The toy LM for ``lm_eval``: ``loglikelihood``, ``loglikelihood_rolling``, ``generate_until``."""
    return ToyHarness(ToyLM(seed))
