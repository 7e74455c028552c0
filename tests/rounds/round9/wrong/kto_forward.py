"""Forward pass helpers of the KTO trainer.

# bug: ignore labels (-100) go straight into advanced indexing and fetch a real vocabulary column.
"""
import torch


def gather_rows(dist: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    b, t = ids.shape
    i = torch.arange(b, device=ids.device)[:, None]
    j = torch.arange(t, device=ids.device)[None, :]
    return dist[i, j, ids]


class KTOForward:
    """``labels`` hold -100 on prompt and padding positions."""

    def __init__(self, policy, reference=None):
        self.policy = policy
        self.reference = reference

    def _logps(self, model, batch):
        logits = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
        dist = torch.log_softmax(logits[:, :-1].float(), dim=-1)
        tok = gather_rows(dist, batch["labels"][:, 1:])  # expect: SEQ210
        return tok.sum(dim=1)  # expect-near: SEQ210|SEQ301|SEQ302

    def __call__(self, batch):
        policy = self._logps(self.policy, batch)
        if self.reference is None:
            return policy, None
        with torch.no_grad():
            ref = self._logps(self.reference, batch)
        return policy, ref
