"""Log-ratio of two checkpoints on labelled batches; the batch stays as it was."""
import torch


@torch.no_grad()
def labelled_logp(net, batch):
    logits = net(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1]
    y = batch["labels"][:, 1:].clone()
    live = y != -100
    y[~live] = 0
    lp = logits.log_softmax(-1).gather(-1, y[..., None])[..., 0]
    return (lp * live).sum(-1)


def log_ratio(a, b, loader):
    a.eval(), b.eval()
    return torch.cat([labelled_logp(a, x) - labelled_logp(b, x) for x in loader])
