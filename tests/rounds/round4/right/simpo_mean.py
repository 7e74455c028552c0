"""SimPO: the method is defined on the mean log-probability."""
import torch.nn.functional as F


def average_logp(logits, labels):
    y = labels[:, 1:]
    keep = (y != -100).float()
    per_tok = -F.cross_entropy(logits[:, :-1].float().transpose(1, 2), y, reduction="none")
    return (per_tok * keep).sum(-1) / keep.sum(-1).clamp(min=1.0)


def simpo_loss(model, win, lose, beta=2.0, gamma=1.0):
    sides = []
    for s in (win, lose):
        out = model(input_ids=s["input_ids"], attention_mask=s["attention_mask"])
        sides.append(average_logp(out.logits, s["labels"]))
    return -F.logsigmoid(beta * (sides[0] - sides[1]) - gamma).mean()
