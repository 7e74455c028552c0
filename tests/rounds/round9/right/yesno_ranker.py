"""Passage ranking for /v1/search with the margin between two answer tokens."""
import heapq

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class YesNoRanker:
    TEMPLATE = "{p}\n\nIs this passage relevant to \"{q}\"?\nAnswer:"

    def __init__(self, name, device="cuda:0"):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name).to(device)
        self.yes, self.no = (self._single(w) for w in (" Yes", " No"))

    def _single(self, word):
        ids = self.tokenizer.encode(word, add_special_tokens=False)
        assert len(ids) == 1, (word, ids)
        return ids[0]

    @torch.inference_mode()
    def _log_odds(self, q, p):
        enc = self.tokenizer(self.TEMPLATE.format(p=p, q=q), return_tensors="pt").to(self.model.device)
        z = self.model(**enc).logits[0, -1].float()
        return (z[self.yes] - z[self.no]).item()

    def top(self, query, passages, k=5):
        return heapq.nlargest(k, passages, key=lambda p: self._log_odds(query, p))
