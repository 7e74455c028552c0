"""Hard-label term of the sequence distillation objective.

# bug: NLLLoss receives the student's raw logits although it expects log-probabilities
"""
import torch
from torch import nn
from transformers import AutoModelForCausalLM


class HardLabelTerm(nn.Module):
    def __init__(self, student_name: str, ignore: int = -100):
        super().__init__()
        self.student = AutoModelForCausalLM.from_pretrained(student_name)
        self.crit = nn.NLLLoss(ignore_index=ignore)
        self.ignore = ignore

    def forward(self, input_ids, attention_mask, labels):
        z = self.student(input_ids=input_ids, attention_mask=attention_mask).logits
        z = z[:, :-1].reshape(-1, z.size(-1)).float()
        y = labels[:, 1:].reshape(-1)
        return self.crit(z, y)  # expect: SEQ113


class Warmup:
    def __init__(self, opt, steps):
        self.sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min(1.0, (s + 1) / steps))

    def step(self):
        self.sched.step()


def train(term, loader, lr=2e-5, steps=1000):
    opt = torch.optim.AdamW(term.parameters(), lr=lr)
    warm = Warmup(opt, 100)
    for i, b in enumerate(loader):
        loss = term(b["input_ids"], b["attention_mask"], b["labels"])
        loss.backward()
        opt.step()
        opt.zero_grad(set_to_none=True)
        warm.step()
        if i + 1 >= steps:
            break
