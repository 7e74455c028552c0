"""n-best rescoring; the class axis is moved to 1 for NLLLoss."""
import torch
import torch.nn as nn


class NBestRescorer(nn.Module):
    def __init__(self, lm, weight=0.4):
        super().__init__()
        self.lm = lm
        self.log_softmax = nn.LogSoftmax(dim=1)
        self.nll = nn.NLLLoss(reduction="none")
        self.weight = weight

    @torch.no_grad()
    def forward(self, acoustic, input_ids, attention_mask):
        z = self.lm(input_ids=input_ids, attention_mask=attention_mask).logits.float()
        by_class = z[:, :-1].transpose(1, 2)  # (B, V, T)
        cost = self.nll(self.log_softmax(by_class), input_ids[:, 1:])
        lm_score = -(cost * attention_mask[:, 1:]).sum(dim=1)
        return (acoustic + self.weight * lm_score).argsort(descending=True)
