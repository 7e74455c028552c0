"""Reward accuracy of SimPO checkpoints: the implicit reward is the *average* log-probability."""
import torch
import torch.nn.functional as F


def avg_logps(model, batch, side):
    ids, attn, labels = (batch[f"{side}_{k}"] for k in ("input_ids", "attention_mask", "labels"))
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float()
    y = labels[:, 1:]
    on = y != -100
    lp = -F.cross_entropy(z.transpose(1, 2), y, reduction="none")
    return lp.sum(-1) / on.sum(-1).clamp(min=1)


@torch.no_grad()
def evaluate(model, loader, beta=2.5, gamma=1.4):
    model.eval()
    loss = correct = n = 0
    for batch in loader:
        chosen = beta * avg_logps(model, batch, "chosen")
        rejected = beta * avg_logps(model, batch, "rejected")
        logits = chosen - rejected - gamma
        loss += -F.logsigmoid(logits).sum().item()
        correct += (chosen > rejected).sum().item()
        n += len(chosen)
    return {"loss": loss / max(n, 1), "reward_accuracy": correct / max(n, 1)}
