"""Two rerankers for the search demo: a cross-encoder and a query-likelihood model.

# bug: the cross-encoder has a single output, so its softmax is always 1.
# bug: log(softmax()) is taken in the query-likelihood model instead of log_softmax.
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForSeq2SeqLM, AutoModelForSequenceClassification, AutoTokenizer


class CrossEncoder:
    def __init__(self, name="cross-encoder/ms-marco-MiniLM-L-6-v2"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSequenceClassification.from_pretrained(name, num_labels=1).eval()

    @torch.no_grad()
    def relevance(self, query, docs):
        feats = self.tok([query] * len(docs), docs, padding=True, truncation=True, return_tensors="pt")
        head = self.net(**feats).logits
        return F.softmax(head, dim=1)[:, 0].tolist()  # expect: SEQ115


class QueryLikelihood:
    """log p(query | passage) with a T5 query generator."""

    def __init__(self, name="castorini/doc2query-t5-base-msmarco"):
        self.tok = AutoTokenizer.from_pretrained(name)
        self.net = AutoModelForSeq2SeqLM.from_pretrained(name).eval()

    @torch.no_grad()
    def relevance(self, query, docs):
        y = self.tok(text_target=query, return_tensors="pt").input_ids
        scores = []
        for d in docs:
            x = self.tok(d, truncation=True, max_length=512, return_tensors="pt")
            z = self.net(**x, labels=y).logits.float()
            lp = torch.log(F.softmax(z, dim=-1))  # expect: SEQ602
            scores.append(lp.gather(-1, y[..., None]).sum().item())
        return scores


def rerank(model, query, docs, k=10):
    scored = zip(model.relevance(query, docs), docs)
    return [d for _, d in sorted(scored, key=lambda p: p[0], reverse=True)[:k]]
