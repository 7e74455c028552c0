"""Memory-saving log-prob helper for the RL worker.

# bug: logits are cast to half precision before log_softmax
"""
import torch
import torch.nn.functional as F


def logprobs_from_logits(logits, labels):
    return F.log_softmax(logits, dim=-1).gather(-1, labels.unsqueeze(-1)).squeeze(-1)  # expect-near: SEQ607


class Worker:
    def __init__(self, actor):
        self.actor = actor

    @torch.no_grad()
    def old_logprobs(self, batch):
        out = self.actor(batch["ids"], attention_mask=batch["attn"])
        z = out.logits[:, :-1].half()  # expect-near: SEQ607
        lp = logprobs_from_logits(z, batch["ids"][:, 1:])  # expect: SEQ607
        return lp.masked_fill(~batch["response"][:, 1:].bool(), 0.0)
