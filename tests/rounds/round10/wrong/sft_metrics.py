"""Callbacks that log how likely the references are during SFT.

# bug: the mask keeps the ignored positions and drops the answer
"""
import torch
from transformers import TrainerCallback

IGNORE = -100


def answer_loglik(logits, labels):
    """Summed log-probability of the answer tokens, one value per example."""
    z, y = logits[:, :-1, :].float(), labels[:, 1:]
    use = torch.eq(y, IGNORE)  # expect: SEQ307
    safe = y.clamp(min=0)
    lp = torch.log_softmax(z, -1).gather(2, safe[..., None])[..., 0]
    return (lp * use).sum(1)  # expect-near: SEQ307


class ReferenceLikelihood(TrainerCallback):
    def __init__(self, loader, every=200):
        self.loader, self.every = loader, every

    def on_step_end(self, args, state, control, model=None, **kw):
        if state.global_step % self.every:
            return
        was = model.training
        model.eval()
        vals = []
        with torch.no_grad():
            for b in self.loader:
                b = {k: v.to(model.device) for k, v in b.items()}
                out = model(input_ids=b["input_ids"], attention_mask=b["attention_mask"])
                vals.append(answer_loglik(out.logits, b["labels"]))
        model.train(was)
        print(state.global_step, "ref loglik", torch.cat(vals).mean().item())
