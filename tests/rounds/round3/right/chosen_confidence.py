"""Sampling loop that adds the log-probability of the drawn token."""
import torch


@torch.no_grad()
def sample(model, ids, n_steps, eos):
    total = torch.zeros(())
    for _ in range(n_steps):
        lp = torch.log_softmax(model(ids).logits[0, -1].float(), dim=-1)
        nxt = torch.multinomial(lp.exp(), 1)
        total += lp[nxt[0]]
        ids = torch.cat([ids, nxt[None]], dim=1)
        if nxt.item() == eos:
            break
    return ids, total.item()


@torch.no_grad()
def greedy(model, ids, n_steps):
    """Greedy: the maximum is the chosen token's log-probability."""
    total = 0.0
    for _ in range(n_steps):
        best, nxt = torch.log_softmax(model(ids).logits[0, -1].float(), dim=-1).max(dim=-1)
        total += best.item()
        ids = torch.cat([ids, nxt.view(1, 1)], dim=1)
    return ids, total
