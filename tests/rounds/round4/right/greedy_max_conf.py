"""Manual greedy decoding: the largest log-probability is the chosen token's."""
import torch


@torch.no_grad()
def greedy(lm, ids, steps, eos):
    total = 0.0
    for _ in range(steps):
        lp = lm(ids).logits[:, -1].float().log_softmax(-1)
        value, token = lp.max(dim=-1)
        total += value.item()
        ids = torch.cat([ids, token[:, None]], dim=1)
        if token.item() == eos:
            break
    return ids, total
