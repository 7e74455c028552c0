"""BART scorer: mean target log-prob, aligned labels, one pass per direction (BARTScore)."""
import torch
from torch import nn


class BARTScorer:
    def __init__(self, model, tokenizer):
        self.model, self.tokenizer = model.eval(), tokenizer
        self.nll = nn.NLLLoss(reduction="none", ignore_index=tokenizer.pad_token_id)
        self.lsm = nn.LogSoftmax(dim=1)

    @torch.no_grad()
    def score(self, sources, targets):
        src = self.tokenizer(sources, padding=True, truncation=True, max_length=1024, return_tensors="pt")
        tgt = self.tokenizer(targets, padding=True, truncation=True, max_length=1024, return_tensors="pt")
        y = tgt["input_ids"]
        z = self.model(input_ids=src["input_ids"], attention_mask=src["attention_mask"], labels=y).logits.float()
        per = self.nll(self.lsm(z.view(-1, z.size(-1))), y.view(-1)).view(y.shape)
        return (-per.sum(dim=1) / tgt["attention_mask"].sum(dim=1)).tolist()
