"""Reranking: a single-logit cross-encoder and a yes/no causal model."""
import torch
from transformers import AutoModelForCausalLM, AutoModelForSequenceClassification, AutoTokenizer


class Pairwise:
    def __init__(self, name):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.inference_mode()
    def __call__(self, query, docs):
        enc = self.tok([query] * len(docs), docs, truncation=True, padding=True, return_tensors="pt")
        return self.net(**enc).logits[:, 0].sigmoid()


class Generative:
    def __init__(self, name, yes, no):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.net = AutoModelForCausalLM.from_pretrained(name).eval()
        self.pair = [no, yes]

    @torch.inference_mode()
    def __call__(self, query, docs):
        enc = self.tok(
            [f"Passage: {d}\nQuery: {query}\nRelevant (yes/no):" for d in docs],
            padding=True,
            return_tensors="pt",
        )
        end = enc["attention_mask"].sum(dim=1) - 1
        z = self.net(**enc).logits[torch.arange(len(docs)), end]
        return z[:, self.pair].softmax(dim=1)[:, 1]


def order(backend, query, docs):
    return torch.argsort(backend(query, docs), descending=True).tolist()
