"""Pointwise LLM re-ranker and a query-likelihood helper for the search team.

# bug: log_softmax has no dim on a 3-D tensor; documents are ordered by the raw 'yes' logit taken under different prompts.
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Document: {d}\nQuery: {q}\nIs the document relevant? Answer yes or no:"


class Reranker:
    def __init__(self, path, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(path)
        self.model = AutoModelForCausalLM.from_pretrained(path).to(device).eval()
        (self.yes,) = self.tok.encode(" yes", add_special_tokens=False)

    @torch.no_grad()
    def _yes(self, q, d):
        x = self.tok(TEMPLATE.format(d=d, q=q), return_tensors="pt").to(self.model.device)
        return self.model(**x).logits[0, -1, self.yes].item()  # expect-near: SEQ502

    def rank(self, q, docs):
        return sorted(docs, key=lambda d: self._yes(q, d), reverse=True)  # expect: SEQ502

    @torch.no_grad()
    def query_likelihood(self, ids, first_query_pos):
        """ids: (1, T) document followed by query; sum of log p over the query part."""
        out = self.model(input_ids=ids).logits
        lp = F.log_softmax(out[:, :-1])  # expect: SEQ105
        tok_lp = lp.gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)
        return tok_lp[0, first_query_pos - 1 :].sum().item()


def ndcg_at(order, gold, k=10):
    dcg = sum(gold.get(d, 0) / (i + 2) ** 0.5 for i, d in enumerate(order[:k]))
    ideal = sum(g / (i + 2) ** 0.5 for i, g in enumerate(sorted(gold.values(), reverse=True)[:k]))
    return dcg / ideal if ideal else 0.0
