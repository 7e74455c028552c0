"""Two passage re-rankers behind one interface.

# bug: CrossEncoder takes a softmax over its single relevance logit, so every passage gets 1.0.
# bug: YesNoJudge sorts passages by the raw "yes" logit of different prompts.
"""
import abc
from typing import List

import torch
from transformers import (AutoModelForCausalLM, AutoModelForSequenceClassification,
                          AutoTokenizer)


class Reranker(abc.ABC):
    @abc.abstractmethod
    def order(self, query: str, passages: List[str]) -> List[int]:
        ...


class CrossEncoder(Reranker):
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.no_grad()
    def order(self, query, passages):
        enc = self.tok([query] * len(passages), passages, padding=True, truncation=True,
                       return_tensors="pt")
        relevance = self.net(**enc).logits
        weight = torch.softmax(relevance, dim=-1)[:, 0]  # expect: SEQ115
        return weight.argsort(descending=True).tolist()


class YesNoJudge(Reranker):
    ASK = "Query: {q}\nPassage: {p}\nIs the passage relevant? Answer:"

    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForCausalLM.from_pretrained(name).eval()
        (self.yes,) = self.tok(" yes", add_special_tokens=False).input_ids

    @torch.no_grad()
    def _one(self, query, passage):
        enc = self.tok(self.ASK.format(q=query, p=passage), return_tensors="pt")
        return self.net(**enc).logits[0, -1, self.yes].item()  # expect-near: SEQ502

    def order(self, query, passages):
        vals = [self._one(query, p) for p in passages]
        return sorted(range(len(vals)), key=vals.__getitem__, reverse=True)  # expect: SEQ502
