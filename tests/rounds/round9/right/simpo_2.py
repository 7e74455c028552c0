"""SimPO: reference-free preference loss on length-normalised log-probs."""
import torch.nn.functional as F


class SimPO:
    def __init__(self, beta=2.0, gamma=1.0):
        self.beta, self.gamma = beta, gamma

    def reward(self, logits, labels):
        """beta times the mean response log-prob of each row."""
        y = labels[:, 1:]
        ok = y != -100
        lp = F.log_softmax(logits[:, :-1].float(), dim=-1)
        tok = lp.gather(-1, y.masked_fill(~ok, 0).unsqueeze(-1)).squeeze(-1)
        return self.beta * (tok * ok).sum(-1) / ok.sum(-1).clamp_min(1)

    def __call__(self, model, batch):
        """``batch`` stacks the chosen rows on top of the rejected ones."""
        out = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"])
        chosen, rejected = self.reward(out.logits, batch["labels"]).chunk(2)
        logits = chosen - rejected - self.gamma
        return -F.logsigmoid(logits).mean(), (logits > -self.gamma).float().mean()
