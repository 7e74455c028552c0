"""Preference loss for two completions; the labels are shared by policy and reference."""
import torch
import torch.nn.functional as F

SKIP = -100


def sequence_logp(z, y):
    """Sum of the response's token log-probs; y is left untouched."""
    y = y[:, 1:].clone()
    live = y != SKIP
    y[~live] = 0
    table = F.log_softmax(z[:, :-1].float(), dim=-1)
    chosen = torch.gather(table, dim=2, index=y[..., None])[..., 0]
    return torch.where(live, chosen, torch.zeros_like(chosen)).sum(-1)


def loss_fn(policy, ref, good, bad, beta=0.1):
    def both(net):
        a = sequence_logp(net(input_ids=good["ids"], attention_mask=good["mask"]).logits, good["labels"])
        b = sequence_logp(net(input_ids=bad["ids"], attention_mask=bad["mask"]).logits, bad["labels"])
        return a - b

    with torch.no_grad():
        base = both(ref)
    logits = both(policy) - base
    return F.softplus(-beta * logits).mean()
