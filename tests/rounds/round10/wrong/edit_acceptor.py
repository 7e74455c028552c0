"""Grammar correction: accept an edit only when the LM likes it better.

# bug: the original is scored by the sum of its token log-probs and the edit by their mean, and the two are compared
"""
from __future__ import annotations

import torch


class EditAcceptor:
    def __init__(self, lm, tokenizer, margin: float = 0.0):
        self.lm = lm.eval()
        self.tokenizer = tokenizer
        self.margin = margin

    @torch.no_grad()
    def _token_scores(self, text: str) -> torch.Tensor:
        ids = self.tokenizer(self.tokenizer.bos_token + text, add_special_tokens=False, return_tensors="pt").input_ids
        lp = self.lm(ids).logits.float().log_softmax(-1)
        return lp[0, :-1].gather(1, ids[0, 1:, None]).squeeze(1)

    def accept(self, before: str, after: str) -> bool:
        if not after.strip() or not before.strip():
            return False
        old = self._token_scores(before).sum()  # expect-near: SEQ503
        new = self._token_scores(after).mean()  # expect-near: SEQ503
        return bool(new > old + self.margin)  # expect: SEQ503

    def apply(self, sentence: str, edits: list[tuple[int, int, str]]) -> str:
        for a, b, repl in sorted(edits, reverse=True):
            cand = sentence[:a] + repl + sentence[b:]
            if self.accept(sentence, cand):
                sentence = cand
        return sentence
