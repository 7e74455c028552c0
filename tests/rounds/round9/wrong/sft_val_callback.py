"""Validation callback of the SFT recipe: mean log-prob of the reply tokens.

# bug: the mask is true exactly where labels are -100, so prompt and padding are kept and the reply is dropped
"""
import torch
from transformers import TrainerCallback

IGNORE = -100


class ReplyLogProb(TrainerCallback):
    def __init__(self, loader, every=500):
        self.loader, self.every = loader, every
        self.history = []

    @staticmethod
    def _score(model, batch):
        z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        z, y = z[:, :-1].float(), batch["labels"][:, 1:]
        use = y.eq(IGNORE)  # expect: SEQ307
        lp = z.log_softmax(-1).gather(-1, y.clamp_min(0).unsqueeze(-1)).squeeze(-1)
        return lp.mul(use).sum(), use.sum()  # expect-near: SEQ307

    def on_step_end(self, args, state, control, model=None, **kw):
        if state.global_step % self.every:
            return
        was_training = model.training
        model.eval()
        s, n = 0.0, 0
        with torch.no_grad():
            for batch in self.loader:
                batch = {k: v.to(model.device) for k, v in batch.items()}
                a, b = self._score(model, batch)
                s, n = s + a.item(), n + b.item()
        model.train(was_training)
        self.history.append((state.global_step, s / max(n, 1)))
