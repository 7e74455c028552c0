"""Greedy decoding: the maximum is the chosen token, so its log-prob may be read with max()."""
import torch


@torch.no_grad()
def greedy(lm, ids, steps, eos):
    logs = []
    n = ids.size(1)
    for _ in range(steps):
        lp = lm(input_ids=ids).logits[:, -1].float().log_softmax(-1)
        best, nxt = lp.max(dim=-1, keepdim=True)
        logs.append(best.item())
        ids = torch.cat([ids, nxt], dim=1)
        if nxt.item() == eos:
            break
    return ids[0, n:].tolist(), sum(logs)


def classifier_confidence(logits):
    """Maximum softmax probability, the usual baseline for misclassification detection."""
    return logits.softmax(dim=-1).amax(dim=-1)
