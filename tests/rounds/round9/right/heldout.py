"""Held-out perplexity for the pre-training loop."""
import torch


@torch.no_grad()
def token_perplexity(model, loader, device):
    """exp(total NLL / total predicted tokens) over documents of any length."""
    mode = model.training
    model.eval()
    nll, n = 0.0, 0
    for batch in loader:
        ids = batch["input_ids"].to(device)
        mask = batch["attention_mask"].to(device)
        labels = ids.masked_fill(mask == 0, -100)
        k = int((labels[:, 1:] != -100).sum())
        if k == 0:
            continue
        loss = model(input_ids=ids, attention_mask=mask, labels=labels).loss
        nll += loss.double().item() * k
        n += k
    model.train(mode)
    return torch.tensor(nll / max(n, 1)).exp().item()


class HeldoutHook:
    def __init__(self, loader, every=500):
        self.loader, self.every = loader, every

    def after_step(self, trainer):
        if trainer.step % self.every == 0:
            trainer.log({"eval/ppl": token_perplexity(trainer.model, self.loader, trainer.device)})
