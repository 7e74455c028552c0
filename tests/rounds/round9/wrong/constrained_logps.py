"""Log-probs for constrained policies (tool-call grammar) inside the RL trainer.

# bug: rows with -inf entries are multiplied by a zero mask (NaN), and a row without response tokens divides by zero.
"""
import torch


class ConstrainedLogps:
    """The grammar forbids vocabulary entries per position through ``allowed`` (B, T, V).

    Scores are those of the constrained policy, i.e. renormalised over the allowed entries;
    prompt and padding positions may hold forbidden tokens.
    """

    def __init__(self, model):
        self.model = model

    def _dist(self, batch):
        z = self.model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].float()
        z = z.masked_fill(~batch["allowed"][:, :-1], float("-inf"))
        return z.log_softmax(-1)

    def token_logps(self, batch):
        tgt = batch["input_ids"][:, 1:]
        tok = self._dist(batch).gather(-1, tgt[..., None])[..., 0]
        return tok * batch["response_mask"][:, 1:]  # expect: SEQ606

    def mean_logps(self, batch):
        """Mean log-prob over the response tokens of each row."""
        m = batch["response_mask"][:, 1:]
        return self.token_logps(batch).sum(-1) / m.sum(-1)  # expect: SEQ611


def gspo_ratio(scorer, batch, old_mean_logps):
    return torch.exp(scorer.mean_logps(batch) - old_mean_logps)
