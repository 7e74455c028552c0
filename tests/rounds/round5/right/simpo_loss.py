"""SimPO: reference-free preference loss on length-normalised log-probs."""
import torch
import torch.nn.functional as F


def normalised(logits, labels):
    y = labels[:, 1:].clone()
    m = y != -100
    y[~m] = 0
    lp = logits[:, :-1].float().log_softmax(-1).gather(2, y[..., None])[..., 0]
    return (lp * m).sum(-1) / m.sum(-1).clamp(min=1)


def simpo(model, batch, beta=2.0, gamma=1.0):
    names = ("chosen", "rejected")
    w, l = (
        normalised(
            model(batch[f"{n}_input_ids"], attention_mask=batch[f"{n}_attention_mask"]).logits,
            batch[f"{n}_labels"],
        )
        for n in names
    )
    logits = beta * (w - l) - gamma
    return -F.logsigmoid(logits).mean(), (logits > -gamma).float().mean()
