"""SimPO: reference-free preference optimisation on average log-probabilities (Meng et al. 2024)."""
import torch
import torch.nn.functional as F


def average_logps(model, batch):
    """Average log-probability of the response tokens; labels are -100 elsewhere."""
    logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    labels = batch["labels"][:, 1:]
    keep = labels != -100
    safe = labels.masked_fill(~keep, 0)
    logps = logits[:, :-1].float().log_softmax(-1).gather(2, safe.unsqueeze(2)).squeeze(2)
    return (logps * keep).sum(-1) / keep.sum(-1).clamp(min=1)


def simpo_loss(chosen, rejected, beta=2.5, gamma=1.4):
    logits = beta * (chosen - rejected) - gamma
    return -F.logsigmoid(logits).mean()


class SimPO:
    def __init__(self, model, optimizer, beta=2.5, gamma=1.4):
        self.model, self.optimizer = model, optimizer
        self.beta, self.gamma = beta, gamma

    def step(self, chosen, rejected):
        c = average_logps(self.model, chosen)
        r = average_logps(self.model, rejected)
        loss = simpo_loss(c, r, self.beta, self.gamma)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        with torch.no_grad():
            stats = {"loss": loss.item(), "margin": (c - r).mean().item(), "acc": (c > r).float().mean().item()}
        return stats
