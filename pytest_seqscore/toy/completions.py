"""OpenAI-compatible completions and chat of the toy model, as plain functions from request to response."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pytest_seqscore.errors import SeqScoreInputError
from pytest_seqscore.toy.language_model import ToyLM
from pytest_seqscore.toy.tokenizer import EOS, ToyTokenizer

MODEL_NAME = "seqscore-toy"
MAX_LENGTH = 2048
MAX_PROMPTS = 256
SENTINEL = -9999.0
BREAKS = {
    "no-echo": "echo is ignored: only generated tokens come back",
    "sentinel": "a token outside the top log-probs is reported as -9999.0",
    "first-zero": "the first token's log-prob is 0.0 in place of null",
    "top-only": "top_logprobs leave out the actual token where it is not among the most likely",
}


@dataclass(frozen=True)
class Toy:
    """The model, its tokenizer and the ways in which the server breaks the contract."""

    lm: ToyLM = field(default_factory=ToyLM)
    tokenizer: ToyTokenizer = field(default_factory=ToyTokenizer)
    breaks: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        unknown = sorted(self.breaks - BREAKS.keys())
        if unknown:
            raise SeqScoreInputError(f"breaks: found {unknown[0]!r}, expected one of {', '.join(BREAKS)}")

    def logprob(self, prompt: str, completion: str) -> float:
        """The truth: log-probability in nats of ``completion`` after ``prompt``, encoded as one text."""
        return self.lm.logprob(*self.tokenizer.encode_pair(prompt, completion))

    def complete(self, request: dict[str, Any]) -> dict[str, Any]:
        """The response to a completions request with ``logprobs``, ``echo``, ``prompt_logprobs``, ``n``."""
        limit = _integer(request, "max_tokens", 16, 0, MAX_LENGTH)
        wanted = _optional(request, "logprobs", 20)
        prompt_wanted = _optional(request, "prompt_logprobs", 20)
        echo = bool(request.get("echo")) and "no-echo" not in self.breaks
        choices: list[dict[str, Any]] = []
        used = [0, 0]
        for prompt in self._prompts(request.get("prompt", "")):
            tokens, offsets = self._tokens(prompt)
            text = prompt if isinstance(prompt, str) else self.tokenizer.decode(tokens)
            for _ in range(_integer(request, "n", 1, 1, 16)):
                generated, reason = self._generate(tokens, limit, request, len(choices))
                start = 0 if echo else len(tokens)
                rows = tokens + generated
                shown = (text if echo else "") + self._text(generated, reason)
                choice: dict[str, Any] = {
                    "index": len(choices), "text": shown, "finish_reason": reason, "logprobs": None,
                }  # fmt: skip
                if wanted is not None:
                    ends = _running_offsets([self.tokenizer.decode([t]) for t in generated], len(text))
                    starts = [*offsets, *ends]
                    choice["logprobs"] = self._completion_logprobs(rows, start, wanted, starts)
                if prompt_wanted is not None:
                    choice["prompt_logprobs"] = self._prompt_logprobs(tokens, prompt_wanted)
                choices.append(choice)
                used = [used[0] + len(tokens), used[1] + len(generated)]
        return _envelope("text_completion", "cmpl-toy", choices, used)

    def chat(self, request: dict[str, Any]) -> dict[str, Any]:
        """The response to a chat request: ``logprobs``, ``top_logprobs``, ``prompt_logprobs``, ``n``."""
        messages = request.get("messages")
        if not isinstance(messages, list) or not all(isinstance(m, dict) for m in messages):
            raise SeqScoreInputError("messages: expected a list of {role, content}")
        text = "".join(f"{m.get('role')}: {_content(m)}</s>\n" for m in messages) + "assistant:"
        tokens = self.tokenizer.encode(text).ids
        key = "max_completion_tokens" if "max_completion_tokens" in request else "max_tokens"
        limit = _integer(request, key, 16, 0, MAX_LENGTH)
        wanted = _optional(request, "top_logprobs", 20)
        prompt_wanted = _optional(request, "prompt_logprobs", 20)
        choices = []
        used = [0, 0]
        for k in range(_integer(request, "n", 1, 1, 16)):
            generated, reason = self._generate(tokens, limit, request, k)
            content = self._chat_logprobs(tokens, generated, wanted or 0) if request.get("logprobs") else None
            choices.append({
                "index": k,
                "message": {"role": "assistant", "content": self._text(generated, reason)},
                "finish_reason": reason,
                "logprobs": None if content is None else {"content": content, "refusal": None},
            })  # fmt: skip
            used = [used[0] + len(tokens), used[1] + len(generated)]
        answer = _envelope("chat.completion", "chatcmpl-toy", choices, used)
        if prompt_wanted is not None:
            answer["prompt_logprobs"] = self._prompt_logprobs(tokens, prompt_wanted)
        return answer

    def _prompts(self, prompt: Any) -> list[str | list[int]]:
        if isinstance(prompt, str) or (isinstance(prompt, list) and prompt and isinstance(prompt[0], int)):
            return [prompt]
        if isinstance(prompt, list) and 0 < len(prompt) <= MAX_PROMPTS:
            return prompt
        raise SeqScoreInputError(
            f"prompt: expected a text, token ids, or a list of 1 to {MAX_PROMPTS} of them"
        )

    def _tokens(self, prompt: Any) -> tuple[list[int], list[int]]:
        """Token ids of a prompt and the character where each starts."""
        if isinstance(prompt, str):
            ids, spans = self.tokenizer.encode(prompt)
            starts = [start for start, _ in spans]
        elif isinstance(prompt, list) and prompt and all(isinstance(t, int) for t in prompt):
            ids = prompt
            if min(ids) < 0 or max(ids) >= self.lm.vocab_size:
                raise SeqScoreInputError(f"prompt: token ids lie in [0, {self.lm.vocab_size})")
            starts = _running_offsets([self.tokenizer.decode([t]) for t in ids], 0)
        else:
            raise SeqScoreInputError("prompt: expected a text or a non-empty list of token ids")
        if len(ids) > MAX_LENGTH:
            raise SeqScoreInputError(
                f"prompt: found {len(ids)} tokens, the maximum context length is {MAX_LENGTH}"
            )
        return ids, starts

    def _generate(
        self, prompt: list[int], limit: int, request: dict[str, Any], stream: int
    ) -> tuple[list[int], str]:
        """Greedy for temperature 0, else drawn from the tempered nucleus, the same for the same ``seed``."""
        temperature = _number(request, "temperature", 1.0, 0.0, 2.0)
        top_p = _number(request, "top_p", 1.0, 0.0, 1.0)
        stops = request.get("stop") or []
        stops = [stops] if isinstance(stops, str) else stops
        if not isinstance(stops, list) or not all(isinstance(stop, str) for stop in stops):
            raise SeqScoreInputError(f"stop: found {stops!r:.40}, expected a text or a list of texts")
        seed = _integer(request, "seed", 0, -(2**63), 2**63 - 1)
        draw = np.random.RandomState((seed + 7919 * stream) % 2**32)
        tokens = list(prompt)
        while len(tokens) - len(prompt) < limit and len(tokens) < MAX_LENGTH:
            row = self.lm.next_logits(tokens)
            if temperature <= 0:
                tokens.append(int(row.argmax()))
            else:
                p = np.exp((row - row.max()) / temperature)
                order = np.argsort(-p, kind="stable")
                mass = np.cumsum(p[order] / p.sum())
                kept = order[: int(np.searchsorted(mass, top_p)) + 1]
                tokens.append(
                    int(kept[np.searchsorted(np.cumsum(p[kept]), draw.random_sample() * p[kept].sum())])
                )
            if tokens[-1] == EOS or any(s in self.tokenizer.decode(tokens[len(prompt) :]) for s in stops):
                return tokens[len(prompt) :], "stop"
        return tokens[len(prompt) :], "length"

    def _text(self, generated: list[int], reason: str) -> str:
        return self.tokenizer.decode(generated[:-1] if reason == "stop" else generated)

    def _rows(self, tokens: list[int]) -> np.ndarray[Any, Any]:
        """Row t is the distribution, in log-probs, that token t + 1 was drawn from."""
        logits = self.lm.logits(tokens)
        top = logits.max(axis=-1, keepdims=True)
        return np.asarray(logits - top - np.log(np.exp(logits - top).sum(axis=-1, keepdims=True)))

    def _completion_logprobs(
        self, tokens: list[int], start: int, wanted: int, offsets: list[int]
    ) -> dict[str, Any]:
        rows = self._rows(tokens) if len(tokens) > 1 else np.zeros((0, self.lm.vocab_size))
        chosen: list[float | None] = []
        top: list[dict[str, float] | None] = []
        for k in range(start, len(tokens)):
            if k == 0:
                chosen.append(0.0 if "first-zero" in self.breaks else None)
                top.append(None)
                continue
            row = rows[k - 1]
            best = self._best(row, wanted)
            entries: dict[str, float] = {}
            added = [] if tokens[k] in best or "top-only" in self.breaks else [tokens[k]]
            for token in (*best, *added):
                entries.setdefault(self.tokenizer.decode([token]), _finite(row[token]))
            chosen.append(self._reported(row, tokens[k]))
            top.append(entries)
        return {
            "tokens": [self.tokenizer.decode([t]) for t in tokens[start:]],
            "token_logprobs": chosen,
            "top_logprobs": top if wanted else None,
            "text_offset": offsets[start:],
        }

    def _prompt_logprobs(self, tokens: list[int], wanted: int) -> list[dict[str, Any] | None]:
        """As vLLM: null for the first token, then by token id the actual token and the most likely ones."""
        answer: list[dict[str, Any] | None] = [None]
        rows = self._rows(tokens)
        for row, actual in zip(rows, tokens[1:], strict=False):
            answer.append({
                str(token): {
                    "logprob": _finite(row[token]),
                    "rank": int((row > row[token]).sum()) + 1,
                    "decoded_token": self.tokenizer.decode([token]),
                }
                for token in dict.fromkeys([actual, *self._best(row, wanted)])
            })  # fmt: skip
        return answer

    def _chat_logprobs(self, prompt: list[int], generated: list[int], wanted: int) -> list[dict[str, Any]]:
        rows = self._rows(prompt + generated)[len(prompt) - 1 :]
        return [
            {
                **self._entry(token, self._reported(row, token)),
                "top_logprobs": [self._entry(t, _finite(row[t])) for t in self._best(row, wanted)],
            }
            for row, token in zip(rows, generated, strict=False)
        ]

    def _entry(self, token: int, logprob: float) -> dict[str, Any]:
        text = self.tokenizer.decode([token])
        return {"token": text, "logprob": logprob, "bytes": list(text.encode())}

    def _best(self, row: np.ndarray[Any, Any], wanted: int) -> list[int]:
        return [int(t) for t in np.argsort(-row, kind="stable")[:wanted]]

    def _reported(self, row: np.ndarray[Any, Any], token: int) -> float:
        outside = "sentinel" in self.breaks and int((row > row[token]).sum()) >= 20
        return SENTINEL if outside else _finite(row[token])


def stream_chunks(response: dict[str, Any], usage: bool = False) -> Iterator[dict[str, Any]]:
    """A finished response as the chunks that a streaming client receives, token by token where it has them."""
    chat = response["object"] == "chat.completion"
    head = {key: response[key] for key in ("id", "created", "model")}
    head["object"] = "chat.completion.chunk" if chat else "text_completion"
    for choice in response["choices"]:
        for piece in (_chat_pieces if chat else _text_pieces)(choice):
            yield {**head, "choices": [{"index": choice["index"], "finish_reason": None, **piece}]}
        end: dict[str, Any] = {"delta": {}} if chat else {"text": ""}
        end |= {"index": choice["index"], "finish_reason": choice["finish_reason"], "logprobs": None}
        yield {**head, "choices": [end]}
    if usage:
        yield {**head, "choices": [], "usage": response["usage"]}


def _chat_pieces(choice: dict[str, Any]) -> Iterator[dict[str, Any]]:
    entries = (choice["logprobs"] or {}).get("content")
    content = choice["message"]["content"]
    for k, text in enumerate(_cut(content, [e["token"] for e in entries]) if entries else [content]):
        delta = {"content": text, **({"role": "assistant"} if k == 0 else {})}
        yield {"delta": delta, "logprobs": {"content": [entries[k]], "refusal": None} if entries else None}


def _text_pieces(choice: dict[str, Any]) -> Iterator[dict[str, Any]]:
    extra = {key: choice[key] for key in ("prompt_logprobs",) if key in choice}
    logprobs = choice["logprobs"]
    if not logprobs or not logprobs["tokens"]:
        yield {"text": choice["text"], "logprobs": logprobs, **extra}
        return
    for k, text in enumerate(_cut(choice["text"], logprobs["tokens"])):
        one = {key: values and values[k : k + 1] for key, values in logprobs.items()}
        yield {"text": text, "logprobs": one, **(extra if k == 0 else {})}


def _cut(text: str, tokens: list[str]) -> list[str]:
    """The text in one piece a token: a token that is no part of it, as BOS or half a letter, has none."""
    pieces, at = [], 0
    for token in tokens[:-1]:
        shown = token if text.startswith(token, at) else ""
        pieces.append(shown)
        at += len(shown)
    return [*pieces, text[at:]]


def _content(message: dict[str, Any]) -> str:
    """A message's text, which may come in parts."""
    content = message.get("content")
    parts = content if isinstance(content, list) else [{"type": "text", "text": content or ""}]
    texts = [part.get("text") if isinstance(part, dict) else None for part in parts]
    if any(not isinstance(text, str) for text in texts):
        raise SeqScoreInputError("messages: found content that is no text, expected a text or parts of text")
    return "".join(map(str, texts))


def _envelope(kind: str, identity: str, choices: list[dict[str, Any]], used: list[int]) -> dict[str, Any]:
    usage = {"prompt_tokens": used[0], "completion_tokens": used[1], "total_tokens": sum(used)}
    return {
        "id": identity,
        "object": kind,
        "created": 0,
        "model": MODEL_NAME,
        "choices": choices,
        "usage": usage,
    }


def _integer(request: dict[str, Any], name: str, default: int, low: int, high: int) -> int:
    value = request.get(name)
    value = default if value is None else value
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise SeqScoreInputError(f"{name}: found {value!r}, expected an integer from {low} to {high}")
    return value


def _number(request: dict[str, Any], name: str, default: float, low: float, high: float) -> float:
    value = request.get(name)
    value = default if value is None else value
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
        raise SeqScoreInputError(f"{name}: found {value!r}, expected a number from {low:g} to {high:g}")
    return float(value)


def _optional(request: dict[str, Any], name: str, high: int) -> int | None:
    return None if request.get(name) is None else _integer(request, name, 0, 0, high)


def _finite(value: Any) -> float:
    """JSON has no infinities; servers send the lowest float."""
    return float(value) if math.isfinite(value) else SENTINEL


def _running_offsets(pieces: list[str], start: int) -> list[int]:
    offsets = []
    for piece in pieces:
        offsets.append(start)
        start += len(piece)
    return offsets
