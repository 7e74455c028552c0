"""P(next word) for a batch of cloze stems of different length.

# bug: GPT-2 has learned absolute positions, but the left-padded batch is run without position_ids.
"""
from typing import Sequence

import torch
from transformers import GPT2LMHeadModel, GPT2TokenizerFast


class ClozeScorer:
    def __init__(self, name: str = "gpt2-medium", device: str = "cuda"):
        self.tok = GPT2TokenizerFast.from_pretrained(name, padding_side="left")  # expect-near: SEQ315
        self.tok.pad_token = self.tok.eos_token
        self.model = GPT2LMHeadModel.from_pretrained(name).to(device).eval()

    def _single(self, word: str) -> int:
        ids = self.tok.encode(" " + word)
        if len(ids) != 1:
            raise ValueError(f"{word!r} is not a single token")
        return ids[0]

    @torch.no_grad()
    def logprob(self, stems: Sequence[str], words: Sequence[str]) -> list[float]:
        enc = self.tok(list(stems), padding=True, return_tensors="pt").to(self.model.device)
        want = torch.tensor([self._single(w) for w in words], device=self.model.device)
        out = self.model(enc.input_ids, attention_mask=enc.attention_mask)  # expect: SEQ315
        lp = out.logits[:, -1, :].float().log_softmax(dim=-1)
        return lp.gather(1, want.unsqueeze(1)).squeeze(1).tolist()
