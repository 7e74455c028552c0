"""One optimisation step of an odds-ratio preference loss with a frozen reference for monitoring.

# bug: ignored labels are overwritten in the caller's batch, so the second call no longer sees them as ignored
# bug: log(1 - exp(x)) loses all digits when x is close to zero
"""
import torch
import torch.nn.functional as F


def mean_logp(logits, labels):
    """Average log-probability of the labelled tokens of each row."""
    y = labels[:, 1:]
    keep = y != -100
    y[~keep] = 0  # expect: SEQ308
    logp = F.log_softmax(logits[:, :-1].float(), dim=-1)
    each = torch.gather(logp, 2, y.unsqueeze(2)).squeeze(2)
    return (each * keep).sum(1) / keep.sum(1).clamp(min=1)


def log_odds(x):
    return x - torch.log(1 - torch.exp(x))  # expect: SEQ608


def step(policy, frozen, batch, optimiser, lam=0.1):
    args = {k: batch[k] for k in ("input_ids", "attention_mask")}
    with torch.no_grad():
        before = mean_logp(frozen(**args).logits, batch["labels"])
    now = mean_logp(policy(**args).logits, batch["labels"])

    good, bad = now.chunk(2)
    ratio = log_odds(good) - log_odds(bad)
    loss = -good.mean() - lam * F.logsigmoid(ratio).mean()
    loss.backward()
    optimiser.step()
    optimiser.zero_grad(set_to_none=True)
    return {"loss": loss.item(), "drift": (now - before).mean().item()}
