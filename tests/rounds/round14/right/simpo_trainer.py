"""SimPO: the implicit reward is the length-normalised log-probability of the response."""
import torch.nn.functional as F


class SimPO:
    def __init__(self, model, beta=2.0, gamma=1.0):
        self.model, self.beta, self.gamma = model, beta, gamma

    def average_logp(self, batch):
        labels = batch["labels"][:, 1:].clone()
        keep = labels != -100
        labels[~keep] = 0
        z = self.model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        lp = z[:, :-1].float().log_softmax(-1).gather(2, labels.unsqueeze(2)).squeeze(2)
        return (lp * keep).sum(-1) / keep.sum(-1).clamp(min=1)

    def __call__(self, chosen, rejected):
        margin = self.beta * (self.average_logp(chosen) - self.average_logp(rejected)) - self.gamma
        return -F.logsigmoid(margin).mean(), (margin > 0).float().mean()
