"""Held-out evaluation used by the pre-training loop.

# bug: inputs and labels are shifted here although the model shifts labels itself, and batch means are averaged without their token counts.
"""
import torch


def _pieces(batch, device):
    ids = batch["input_ids"].to(device)
    mask = batch["attention_mask"].to(device)
    return ids, mask


@torch.no_grad()
def heldout_perplexity(model, loader, accelerator):
    """Token-level perplexity of the held-out set; documents have very different lengths."""
    was_training = model.training
    model.eval()
    losses = []
    for batch in loader:
        ids, mask = _pieces(batch, accelerator.device)
        nxt = ids[:, 1:].masked_fill(mask[:, 1:] == 0, -100)
        out = model(  # expect: SEQ202
            input_ids=ids[:, :-1],
            attention_mask=mask[:, :-1],
            labels=nxt,  # expect-near: SEQ202
        )
        losses.append(out.loss.float())
    model.train(was_training)
    return torch.exp(torch.stack(losses).mean()).item()  # expect: SEQ409


class EvalHook:
    def __init__(self, loader, every=500):
        self.loader, self.every = loader, every

    def after_step(self, trainer):
        if trainer.step % self.every == 0:
            ppl = heldout_perplexity(trainer.model, self.loader, trainer.accelerator)
            trainer.log({"eval/perplexity": ppl}, step=trainer.step)
