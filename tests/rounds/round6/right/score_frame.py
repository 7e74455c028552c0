"""Adds `lm_logprob` and `lm_tokens` columns to a pandas frame; used from the nightly batch job."""
from typing import Iterator, List

import pandas as pd
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def chunks(xs: List[str], n: int) -> Iterator[List[str]]:
    for i in range(0, len(xs), n):
        yield xs[i : i + n]


class FrameScorer:
    def __init__(self, name: str, device: str = "cuda"):
        self.tk = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device

    @torch.no_grad()
    def _batch(self, texts):
        b = self.tk(texts, padding=True, truncation=True, max_length=1024, return_tensors="pt").to(self.device)
        z = self.lm(**b).logits.float()
        lp = z[:, :-1].log_softmax(-1)
        target, seen = b["input_ids"][:, 1:], b["attention_mask"][:, 1:]
        per_token = lp.gather(-1, target.unsqueeze(-1)).squeeze(-1)
        return (per_token * seen).sum(-1).tolist(), seen.sum(-1).tolist()

    def annotate(self, df: pd.DataFrame, column: str = "text") -> pd.DataFrame:
        total, count = [], []
        for part in chunks(df[column].tolist(), 32):
            a, b = self._batch(part)
            total.extend(a)
            count.extend(b)
        return df.assign(lm_logprob=total, lm_tokens=count)
