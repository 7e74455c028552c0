"""Cross-encoder filter followed by query-generation scoring (T5)."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoModelForSequenceClassification, AutoTokenizer


class Filter:
    def __init__(self, name):
        self.t = AutoTokenizer.from_pretrained(name)
        self.m = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.inference_mode()
    def __call__(self, q, docs):
        enc = self.t([q] * len(docs), docs, padding=True, truncation=True, return_tensors="pt")
        return torch.sigmoid(self.m(**enc).logits[:, 0])


class QueryLikelihood:
    def __init__(self, name):
        self.t = AutoTokenizer.from_pretrained(name)
        self.m = AutoModelForSeq2SeqLM.from_pretrained(name).eval()

    @torch.inference_mode()
    def nll(self, q, doc):
        """Mean NLL of the query's tokens; the query is the same for all documents."""
        src = self.t(doc, truncation=True, max_length=512, return_tensors="pt")
        y = self.t(text_target=q, return_tensors="pt").input_ids
        return self.m(**src, labels=y).loss.item()


def search(q, docs, flt, ql, keep=20):
    order = flt(q, docs).argsort(descending=True)[:keep].tolist()
    costs = {i: ql.nll(q, docs[i]) for i in order}
    return docs[min(costs, key=costs.get)]
