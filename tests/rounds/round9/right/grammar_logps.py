"""Log-probs of a grammar-constrained policy (renormalised over the allowed tokens)."""
import torch


class GrammarLogps:
    def __init__(self, model):
        self.model = model

    def token_logps(self, batch):
        z = self.model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].float()
        z = z.masked_fill(~batch["allowed"][:, :-1], torch.finfo(z.dtype).min)
        tok = z.log_softmax(-1).gather(-1, batch["input_ids"][:, 1:, None]).squeeze(-1)
        return tok.masked_fill(batch["response_mask"][:, 1:] == 0, 0.0)

    def mean_logps(self, batch):
        """Mean over response tokens; rows without any get 0 and are dropped by ``valid``."""
        n = batch["response_mask"][:, 1:].sum(-1)
        return self.token_logps(batch).sum(-1) / n.clamp(min=1), n > 0


def gspo_ratio(scorer, batch, old):
    new, valid = scorer.mean_logps(batch)
    return torch.exp(new - old)[valid]
