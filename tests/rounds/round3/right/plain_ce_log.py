"""Training log of a mixture-of-experts model: perplexity of the cross entropy alone."""
import torch
import torch.nn.functional as F


def training_step(model, block, optimizer, log, aux_weight=0.01, smoothing=0.1):
    logits, balance = model(block[:, :-1])
    flat, gold = logits.flatten(0, 1), block[:, 1:].flatten()
    objective = F.cross_entropy(flat, gold, label_smoothing=smoothing) + aux_weight * balance
    optimizer.zero_grad(set_to_none=True)
    objective.backward()
    optimizer.step()
    with torch.no_grad():
        xent = F.cross_entropy(flat, gold)
    log(objective=objective.item(), nll=xent.item(), perplexity=xent.exp().item())
