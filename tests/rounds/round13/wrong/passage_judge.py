"""Passage re-ranker built on a causal model that answers yes or no.

# bug: the last column is read from a right-padded batch, so shorter pairs are judged at a padding place
# bug: a constant is added to the probability before its logarithm is taken
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

TEMPLATE = "Query: {q}\nPassage: {p}\nDoes the passage answer the query (yes or no)?"


class PassageJudge:
    def __init__(self, name, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(name, padding_side="right")
        self.lm = AutoModelForCausalLM.from_pretrained(name).to(device).eval()
        self.device = device
        self.yes = self.tok.convert_tokens_to_ids("yes")
        self.no = self.tok.convert_tokens_to_ids("no")

    @torch.inference_mode()
    def scores(self, query, passages):
        """log of P(yes) relative to yes and no, per passage."""
        texts = [TEMPLATE.format(q=query, p=p) for p in passages]
        enc = self.tok(texts, padding=True, truncation=True, max_length=1024, return_tensors="pt")
        enc = enc.to(self.device)
        z = self.lm(**enc).logits[:, -1].float()  # expect: SEQ208
        p_yes = torch.sigmoid(z[:, self.yes] - z[:, self.no])
        return torch.log(p_yes + 1e-6)  # expect: SEQ604

    def rerank(self, query, passages, top=10):
        s = self.scores(query, passages)
        order = torch.argsort(s, descending=True)[:top]
        return [(passages[i], s[i].item()) for i in order.tolist()]
