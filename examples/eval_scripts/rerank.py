"""Rerank sampled answers by how likely a language model finds them."""

import torch
import torch.nn.functional as F


class Reranker:
    def __init__(self, model, tokenizer, device="cuda"):
        self.model = model.to(device).eval()
        self.tokenizer = tokenizer
        self.device = device

    @torch.no_grad()
    def sequence_logprob(self, prompt, answer):
        """Log-probability of the answer: the sum over its tokens."""
        ids = self.tokenizer(prompt + answer, return_tensors="pt").input_ids.to(self.device)
        start = self.tokenizer(prompt, return_tensors="pt").input_ids.shape[1]
        logits = self.model(ids).logits[:, :-1]
        targets = ids[:, 1:]
        probs = F.softmax(logits.float(), dim=-1)
        chosen = probs.gather(-1, targets.unsqueeze(-1)).squeeze(-1)[:, start - 1 :]
        return torch.log(chosen.prod(dim=-1)).item()

    @torch.no_grad()
    def token_logprobs(self, ids):
        logits = self.model(ids).logits[:, :-1]
        logp = torch.log(F.softmax(logits, dim=-1))
        return logp.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)

    def best(self, prompt, answers):
        return max(answers, key=lambda answer: self.sequence_logprob(prompt, answer))
