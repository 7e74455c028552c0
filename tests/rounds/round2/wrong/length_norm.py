"""Length-normalised candidate scores for the ranking head.

# bug: the masked sum is divided by the padded width through mean
"""
import torch
from torch import Tensor


def token_logprobs(logits: Tensor, ids: Tensor) -> Tensor:
    lp = torch.log_softmax(logits[:, :-1].float(), dim=-1)
    return torch.gather(lp, -1, ids[:, 1:, None]).squeeze(-1)


@torch.no_grad()
def normalised_scores(model, batch: dict) -> Tensor:
    """Mean token log-probability of each candidate's answer, shape (B,)."""
    z = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    keep = batch["answer_mask"][:, 1:].float()
    lp = token_logprobs(z, batch["input_ids"])
    return (lp * keep).mean(dim=-1)  # expect: SEQ303


def best(model, batch: dict) -> int:
    return int(normalised_scores(model, batch).argmax())
