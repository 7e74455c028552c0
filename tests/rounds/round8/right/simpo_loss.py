"""SimPO: the reward is the average token log-probability, with a target margin and no reference."""
import torch.nn.functional as F

IGN = -100


def average_logps(logits, labels):
    tgt = labels[:, 1:]
    live = tgt != IGN
    nll = F.cross_entropy(logits[:, :-1].float().flatten(0, 1), tgt.flatten(), ignore_index=IGN, reduction="none")
    return -nll.view_as(tgt).sum(dim=1) / live.sum(dim=1).clamp(min=1)


def simpo(policy, batch, beta=2.5, gamma=1.4):
    out = policy(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
    avg = average_logps(out.logits, batch["labels"])
    chosen, rejected = avg.chunk(2, dim=0)
    logits = beta * (chosen - rejected) - gamma
    return -F.logsigmoid(logits).mean(), (logits > 0).float().mean()
