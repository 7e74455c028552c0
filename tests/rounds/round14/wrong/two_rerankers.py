"""Two passage rerankers behind one interface.

# bug: the cross-encoder has one output and is passed through softmax, which is always 1.0; the generative reranker reads logits[:, -1] of a right-padded batch.
"""
import torch
from transformers import (
    AutoModelForCausalLM,
    AutoModelForSequenceClassification,
    AutoTokenizer,
)


class CrossEncoder:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.no_grad()
    def relevance(self, query, passages):
        enc = self.tok([query] * len(passages), passages, padding=True, truncation=True, return_tensors="pt")
        return torch.softmax(self.net(**enc).logits, dim=-1)[:, 0]  # expect: SEQ115


class YesNoReranker:
    template = "Passage: {p}\nQuery: {q}\nRelevant (yes/no):"

    def __init__(self, name, yes_id, no_id):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.net = AutoModelForCausalLM.from_pretrained(name).eval()
        self.yes, self.no = yes_id, no_id

    @torch.no_grad()
    def relevance(self, query, passages):
        prompts = [self.template.format(p=p, q=query) for p in passages]
        enc = self.tok(prompts, padding=True, return_tensors="pt")
        last = self.net(**enc).logits[:, -1, :]  # expect: SEQ208
        return torch.sigmoid(last[:, self.yes] - last[:, self.no])


def rerank(engine, query, passages, k=5):
    rel = engine.relevance(query, passages)
    best = torch.topk(rel, min(k, len(passages))).indices
    return [passages[i] for i in best.tolist()]
