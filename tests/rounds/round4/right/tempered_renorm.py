"""Behaviour log-probs at the sampling temperature: the logits are divided, then normalised."""
import torch


@torch.no_grad()
def behaviour_logps(policy, ids, attention_mask, tau):
    z = policy(ids, attention_mask=attention_mask).logits.float()
    z = z / tau
    lp = z[:, :-1].log_softmax(dim=2)
    lp = lp.gather(2, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return lp.masked_fill(attention_mask[:, 1:] == 0, 0.0)


def sharpened(lp: torch.Tensor, tau: float) -> torch.Tensor:
    """The same from normalised log-probs, renormalised after the division."""
    return torch.log_softmax(lp / tau, dim=-1)
