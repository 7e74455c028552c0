"""Pseudo-log-likelihood of a sentence under RoBERTa (one forward pass, one masked copy per token).

# bug: the log-softmax runs over axis 1, the token positions, although the vocabulary is the last axis
"""
from functools import lru_cache

import torch
from transformers import RobertaForMaskedLM, RobertaTokenizerFast


@lru_cache(maxsize=1)
def load(name="roberta-base"):
    return RobertaTokenizerFast.from_pretrained(name), RobertaForMaskedLM.from_pretrained(name).eval()


class PseudoScorer:
    def __init__(self, name="roberta-base", device="cpu"):
        self.tok, self.net = load(name)
        self.net.to(device)
        self.device = device

    @torch.inference_mode()
    def __call__(self, sentence: str) -> float:
        ids = self.tok(sentence, return_tensors="pt").input_ids[0].to(self.device)
        where = torch.arange(1, ids.numel() - 1, device=self.device)
        rows = torch.arange(where.numel(), device=self.device)
        copies = ids.repeat(where.numel(), 1)
        copies[rows, where] = self.tok.mask_token_id
        z = self.net(copies).logits.float()
        lp = torch.log_softmax(z, dim=1)  # expect: SEQ104
        return lp[rows, where, ids[where]].sum().item()

    def prefers(self, good: str, bad: str) -> bool:
        return self(good) > self(bad)


if __name__ == "__main__":
    s = PseudoScorer()
    print(s.prefers("The keys are on the table.", "The keys is on the table."))
