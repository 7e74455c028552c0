"""Second-pass ASR rescoring: LM log-probability interpolated with the first-pass score."""
from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Entry:
    words: str
    first_pass: float
    second_pass: float | None = None


@dataclass
class Rescorer:
    checkpoint: str
    lm_weight: float = 0.35
    _parts: tuple = field(default=(), repr=False)

    def _load(self):
        if not self._parts:
            tok = AutoTokenizer.from_pretrained(self.checkpoint)
            self._parts = (tok, AutoModelForCausalLM.from_pretrained(self.checkpoint).eval())
        return self._parts

    @torch.inference_mode()
    def lm_logprob(self, words: str) -> float:
        tok, lm = self._load()
        body = tok.encode(words, add_special_tokens=False)
        ids = torch.tensor([tok.bos_token_id] + body)
        z = lm(ids[None]).logits[0, :-1].float()
        val = z[torch.arange(len(body)), ids[1:]]
        return (val - torch.logsumexp(z, dim=-1)).sum().item()

    def rescore(self, entries: list[Entry]) -> list[Entry]:
        out = [replace(e, second_pass=self.lm_logprob(e.words)) for e in entries]
        out.sort(key=lambda e: e.first_pass + self.lm_weight * e.second_pass, reverse=True)
        log.info("top: %s", out[0].words)
        return out
