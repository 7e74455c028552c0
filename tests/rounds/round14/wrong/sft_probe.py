"""Probe that runs during SFT: how likely are the held-out answers by now?

# bug: the keep mask of answer_logp holds exactly the ignored positions; per_example_mean divides by zero when truncation left a row without answer tokens.
"""
import torch

IGNORE = -100


def _tok_logp(model, batch):
    z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].float()
    y = batch["labels"][:, 1:]
    idx = y.masked_fill(y == IGNORE, 0)
    return torch.gather(z.log_softmax(dim=-1), 2, idx.unsqueeze(2)).squeeze(2), y


class AnswerProbe:
    def __init__(self, model, loader):
        self.model, self.loader = model, loader

    @torch.no_grad()
    def answer_logp(self, batch):
        """Summed log-probability of each answer."""
        lp, y = _tok_logp(self.model, batch)
        keep = y == IGNORE  # expect: SEQ307
        return torch.where(keep, lp, torch.zeros_like(lp)).sum(dim=1)  # expect-near: SEQ307

    @torch.no_grad()
    def per_example_mean(self, batch):
        """Mean token log-prob of each answer; examples are cut to the model's window by the collator."""
        lp, y = _tok_logp(self.model, batch)
        m = (y != IGNORE).to(lp.dtype)
        return (lp * m).sum(dim=1) / m.sum(dim=1)  # expect: SEQ611

    def on_evaluate(self):
        self.model.eval()
        total, means = [], []
        for batch in self.loader:
            total += self.answer_logp(batch).tolist()
            means += self.per_example_mean(batch).tolist()
        self.model.train()
        return total, means
