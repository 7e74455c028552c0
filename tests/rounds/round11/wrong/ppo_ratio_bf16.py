"""Sequence-level importance ratio for an off-policy corrector.

# bug: log_softmax runs in bfloat16.
# bug: the sequence log-prob in the ratio is a per-token mean.
"""
import torch
from transformers import AutoModelForCausalLM


class Corrector:
    def __init__(self, path, behaviour):
        self.new = AutoModelForCausalLM.from_pretrained(path, torch_dtype=torch.bfloat16).eval()
        self.old = AutoModelForCausalLM.from_pretrained(behaviour, torch_dtype=torch.bfloat16).eval()

    @staticmethod
    def token_logps(net, ids, attn):
        z = net(input_ids=ids, attention_mask=attn).logits[:, :-1]
        lp = z.log_softmax(-1)  # expect: SEQ607
        return lp.gather(-1, ids[:, 1:, None]).squeeze(-1).float()

    def sequence_logprob(self, net, ids, attn, resp):
        """log pi(response | prompt), one value per row."""
        m = resp[:, 1:].float()
        t = self.token_logps(net, ids, attn)
        return (t * m).sum(-1) / m.sum(-1).clamp(min=1)  # expect: SEQ401

    @torch.no_grad()
    def ratio(self, ids, attn, resp):
        """pi_new(response | prompt) / pi_old(response | prompt)"""
        return torch.exp(self.sequence_logprob(self.new, ids, attn, resp) - self.sequence_logprob(self.old, ids, attn, resp))
