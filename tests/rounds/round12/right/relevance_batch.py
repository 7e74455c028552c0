"""Batched yes/no relevance with per-prompt probabilities."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Relevance:
    def __init__(self, repo):
        self.tok = AutoTokenizer.from_pretrained(repo)
        if self.tok.pad_token is None:
            self.tok.pad_token = self.tok.eos_token
        self.tok.padding_side = "right"
        self.lm = AutoModelForCausalLM.from_pretrained(repo).eval()
        (self.yes,) = self.tok.encode(" Yes", add_special_tokens=False)
        (self.no,) = self.tok.encode(" No", add_special_tokens=False)

    @torch.no_grad()
    def log_odds(self, prompts):
        enc = self.tok(prompts, padding=True, return_tensors="pt")
        z = self.lm(**enc).logits.float()
        end = enc.attention_mask.sum(dim=1) - 1
        lp = z[torch.arange(len(prompts)), end].log_softmax(dim=-1)
        return lp[:, self.yes] - lp[:, self.no]

    def rerank(self, query, docs):
        odds = self.log_odds([f"Passage: {d}\nQuery: {query}\nRelevant? Answer:" for d in docs])
        order = odds.argsort(descending=True).tolist()
        return [(i, torch.sigmoid(odds[i]).item()) for i in order]
