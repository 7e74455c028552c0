"""Pointwise relevance reranking with a causal LM (batched).

# bug: the last column is read from a right-padded batch, and passages are ordered by the raw " Yes" logit of different prompts.
"""
from typing import List, Tuple

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Passage: {p}\nQuery: {q}\nIs the passage relevant to the query? Answer:"


class PointwiseReranker:
    def __init__(self, ckpt: str, device: str = "cuda"):
        self.tok = AutoTokenizer.from_pretrained(ckpt, padding_side="right")
        if self.tok.pad_token is None:
            self.tok.pad_token = self.tok.eos_token
        self.model = AutoModelForCausalLM.from_pretrained(ckpt).to(device).eval()
        ids = self.tok.encode(" Yes", add_special_tokens=False)
        assert len(ids) == 1
        self.yes = ids[0]
        self.device = device

    @torch.no_grad()
    def _score(self, prompts: List[str]) -> torch.Tensor:
        enc = self.tok(prompts, return_tensors="pt", padding=True).to(self.device)
        final = self.model(**enc).logits[:, -1, :]  # expect: SEQ208
        return final[:, self.yes].float().cpu()  # expect-near: SEQ502

    def rerank(self, query: str, passages: List[str], bs: int = 16) -> List[Tuple[int, float]]:
        vals = []
        for i in range(0, len(passages), bs):
            vals.append(self._score([TEMPLATE.format(p=p, q=query) for p in passages[i:i + bs]]))
        flat = torch.cat(vals)
        order = flat.argsort(descending=True)  # expect: SEQ502
        return [(int(i), float(flat[i])) for i in order]
