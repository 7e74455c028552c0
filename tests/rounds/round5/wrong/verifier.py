"""Outcome verifier: a scalar head on a frozen decoder says how likely a solution is correct.

# bug: softmax over the single unit of the head is 1.0 for every solution
"""
import torch
import torch.nn as nn
import torch.nn.functional as F
from transformers import AutoModel


class Verifier(nn.Module):
    def __init__(self, backbone="gpt2"):
        super().__init__()
        self.body = AutoModel.from_pretrained(backbone)
        for p in self.body.parameters():
            p.requires_grad_(False)
        self.head = nn.Linear(self.body.config.hidden_size, 1)

    def forward(self, input_ids, attention_mask):
        h = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        m = attention_mask.unsqueeze(-1).to(h.dtype)
        pooled = (h * m).sum(1) / m.sum(1)
        return self.head(pooled)

    @torch.no_grad()
    def p_correct(self, input_ids, attention_mask):
        self.eval()
        z = self(input_ids, attention_mask)
        return F.softmax(z, dim=-1).squeeze(-1)  # expect: SEQ115


def train_step(model, batch, opt):
    model.train()
    z = model(batch["input_ids"], batch["attention_mask"]).squeeze(-1)
    loss = F.binary_cross_entropy_with_logits(z, batch["correct"].float())
    opt.zero_grad()
    loss.backward()
    opt.step()
    return loss.item()


def best_of_n(model, enc, solutions):
    p = model.p_correct(enc["input_ids"], enc["attention_mask"])
    return solutions[int(p.argmax())], p.tolist()
