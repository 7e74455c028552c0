"""Rank passages by p(yes) / (p(yes) + p(no)) under a causal LM; the share is between the two answers only."""
import torch
from torch.nn import functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

PROMPT = "Passage: {p}\nQuestion: {q}\nDoes the passage answer the question? Answer yes or no:"


class YesNoRanker:
    def __init__(self, path, device="cuda"):
        self.tok = AutoTokenizer.from_pretrained(path)
        self.lm = AutoModelForCausalLM.from_pretrained(path).to(device).eval()
        (self.y,) = self.tok.encode(" yes", add_special_tokens=False)
        (self.n,) = self.tok.encode(" no", add_special_tokens=False)

    @torch.no_grad()
    def relative_yes(self, q, p):
        batch = self.tok(PROMPT.format(p=p, q=q), return_tensors="pt").to(self.lm.device)
        last = self.lm(**batch).logits[0, -1].float()
        return torch.sigmoid(last[self.y] - last[self.n]).item()

    def order(self, q, passages):
        return sorted(passages, key=lambda p: -self.relative_yes(q, p))

    @torch.no_grad()
    def query_loglik(self, ids, q_start):
        """ids is one row, passage then query; q_start is the index of the query's first token."""
        lp = F.log_softmax(self.lm(input_ids=ids).logits[:, :-1].float(), dim=2)
        lp = lp.gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)
        return lp[0, q_start - 1 :].sum().item()
