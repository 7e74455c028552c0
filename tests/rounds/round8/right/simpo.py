"""SimPO: reference-free preference loss on length-normalised log-probs."""
import torch
import torch.nn.functional as F


class SimPO:
    def __init__(self, beta=2.0, gamma=1.0):
        self.beta, self.gamma = beta, gamma

    @staticmethod
    def avg_logps(logits, labels):
        labels = labels[:, 1:].clone()
        mask = labels != -100
        labels[~mask] = 0
        lp = torch.gather(logits[:, :-1].float().log_softmax(-1), 2, labels.unsqueeze(2)).squeeze(2)
        return (lp * mask).sum(-1) / mask.sum(-1).clamp(min=1)

    def __call__(self, model, batch):
        z = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        avg = self.avg_logps(z, batch["labels"])
        w, l = avg.chunk(2)
        logits = self.beta * (w - l) - self.gamma
        return -F.logsigmoid(logits).mean(), (w > l).float().mean()
