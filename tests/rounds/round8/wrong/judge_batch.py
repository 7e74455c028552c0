"""Batched yes/no judge. Returns P(yes) relative to {yes, no} for every prompt.

# bug: the batch is right-padded and logits[:, -1] reads a pad position for all but the longest prompt.
"""
from typing import Sequence

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerBase


class BinaryJudge:
    def __init__(self, lm: PreTrainedModel, tok: PreTrainedTokenizerBase, yes_id: int, no_id: int):
        self.lm, self.tok = lm.eval(), tok
        self.yes_id, self.no_id = yes_id, no_id
        self.tok.padding_side = "right"
        if self.tok.pad_token is None:
            self.tok.pad_token = self.tok.unk_token

    @torch.no_grad()
    def __call__(self, prompts: Sequence[str], bs: int = 16) -> list[float]:
        verdicts: list[float] = []
        for lo in range(0, len(prompts), bs):
            feed = self.tok(list(prompts[lo : lo + bs]), padding=True, return_tensors="pt").to(self.lm.device)
            final = self.lm(**feed).logits[:, -1].float()  # expect: SEQ208
            gap = final[:, self.yes_id] - final[:, self.no_id]
            verdicts.extend(torch.sigmoid(gap).tolist())
        return verdicts
