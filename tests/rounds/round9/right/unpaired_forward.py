"""Log-prob pass for unpaired preference data."""
import torch


class UnpairedForward:
    """Labels hold -100 on everything that is not response."""

    def __init__(self, policy, reference):
        self.policy = policy
        self.reference = reference

    @staticmethod
    def _pick(dist, ids):
        i = torch.arange(ids.shape[0], device=ids.device)[:, None]
        j = torch.arange(ids.shape[1], device=ids.device)[None, :]
        return dist[i, j, ids]

    def _logps(self, model, batch):
        z = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        y = batch["labels"][:, 1:]
        ok = y >= 0
        tok = self._pick(torch.log_softmax(z[:, :-1].float(), dim=-1), y.clamp(min=0))
        return torch.where(ok, tok, tok.new_zeros(())).sum(dim=1)

    def __call__(self, batch):
        now = self._logps(self.policy, batch)
        with torch.no_grad():
            ref = self._logps(self.reference, batch)
        return now - ref
