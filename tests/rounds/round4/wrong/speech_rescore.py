"""n-best rescoring for the recogniser.
# bug: (B, T, V) logits are normalised over the time axis.
"""
import torch
import torch.nn as nn
from transformers import AutoModelForCausalLM


class NBestRescorer(nn.Module):
    def __init__(self, checkpoint: str, weight: float = 0.4):
        super().__init__()
        self.lm = AutoModelForCausalLM.from_pretrained(checkpoint)
        self.to_logp = nn.LogSoftmax(dim=1)
        self.weight = weight

    @torch.no_grad()
    def lm_score(self, input_ids, attention_mask):
        logits = self.lm(input_ids=input_ids, attention_mask=attention_mask).logits
        logp = self.to_logp(logits[:, :-1, :])  # expect: SEQ104
        tok = logp.gather(2, input_ids[:, 1:].unsqueeze(2)).squeeze(2)
        return (tok * attention_mask[:, 1:]).sum(dim=1)

    def forward(self, acoustic, input_ids, attention_mask):
        total = acoustic + self.weight * self.lm_score(input_ids, attention_mask)
        return total.argsort(descending=True)
