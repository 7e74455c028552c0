"""A hand-written sampling loop that also returns the sequence log-probability.

# bug: the best entry of each step is added although another token may have been drawn
"""
import torch


@torch.no_grad()
def sample(model, ids, n_steps, eos_id):
    """Draw up to n_steps tokens; returns ids and log p(new tokens | prompt)."""
    total = 0.0
    for _ in range(n_steps):
        row = model(ids).logits[0, -1].float()
        lp = torch.log_softmax(row, dim=-1)
        nxt = torch.multinomial(lp.exp(), num_samples=1)
        total += lp.topk(1).values.item()  # expect: SEQ204
        ids = torch.cat([ids, nxt[None]], dim=1)
        if nxt.item() == eos_id:
            break
    return ids, total


def best_of(model, prompt_ids, n, steps, eos_id):
    draws = [sample(model, prompt_ids, steps, eos_id) for _ in range(n)]
    return max(draws, key=lambda d: d[1])
