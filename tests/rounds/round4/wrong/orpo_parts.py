"""Log-probabilities for a preference trainer.
# bug: the loss mask is cut at the end while its targets are cut at the front.
"""
import torch


def token_logps(logits: torch.Tensor, ids: torch.Tensor) -> torch.Tensor:
    lse = torch.logsumexp(logits, dim=-1)
    at = torch.gather(logits, -1, ids.unsqueeze(-1)).squeeze(-1)
    return at - lse


def response_logps(model, ids, attention_mask, response_mask):
    """Sum of log-probs of the tokens whose response_mask is 1, (B,)."""
    z = model(ids, attention_mask=attention_mask).logits.float()
    lp = token_logps(z[:, :-1], ids[:, 1:])
    m = response_mask[:, :-1].to(lp.dtype)  # expect: SEQ203
    return (lp * m).sum(-1)  # expect-near: SEQ203


def dpo_loss(policy, ref, batch, beta=0.1):
    side = {}
    for name in ("chosen", "rejected"):
        args = (batch[f"{name}_ids"], batch[f"{name}_attn"], batch[f"{name}_resp"])
        new = response_logps(policy, *args)
        with torch.no_grad():
            old = response_logps(ref, *args)
        side[name] = new - old
    return -torch.nn.functional.logsigmoid(beta * (side["chosen"] - side["rejected"])).mean()
