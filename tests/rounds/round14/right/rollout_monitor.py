"""Per-response monitoring values for sampled rollouts."""
import torch


@torch.no_grad()
def sampling_logps(actor, ids, attn, tau):
    """Log-prob of each sampled token at sampling temperature tau (top_p=1, top_k off)."""
    actor.eval()
    scaled = actor(input_ids=ids, attention_mask=attn).logits[:, :-1].float() / tau
    sel = scaled.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1)
    return sel - scaled.logsumexp(dim=-1)


def per_response_mean(values, mask):
    m = mask[:, 1:].to(values.dtype)
    return (values * m).sum(dim=1) / m.sum(dim=1).clamp(min=1.0)


def monitor(actor, rollout, tau=0.8):
    """Averages over responses (each response counts once, whatever its length)."""
    v = sampling_logps(actor, rollout["ids"], rollout["attn"], tau)
    means = per_response_mean(v, rollout["is_response"])
    has_tokens = rollout["is_response"][:, 1:].any(dim=1)
    return {"response_macro_mean": means[has_tokens].mean().item(), "empty": int((~has_tokens).sum())}
