"""Sequence log-probs, policy entropy and approximate KL of a batch of rollouts."""
import torch


def summarise(policy, reference, ids, attn, is_completion):
    m = is_completion[:, 1:].bool()
    tgt = ids[:, 1:, None]
    with torch.no_grad():
        lp = policy(input_ids=ids, attention_mask=attn).logits[:, :-1].float().log_softmax(-1)
        ref = reference(input_ids=ids, attention_mask=attn).logits[:, :-1].float().log_softmax(-1)
    new, old = lp.gather(-1, tgt).squeeze(-1), ref.gather(-1, tgt).squeeze(-1)
    n = m.sum(1).clamp(min=1)
    ent = torch.special.entr(lp.exp()).sum(-1)
    d = old - new
    k3 = d.exp() - d - 1

    def per_row(v):
        return v.masked_fill(~m, 0.0).sum(1)

    return {
        "logp": per_row(new),
        "entropy": per_row(ent) / n,
        "sampled_entropy": per_row(-new) / n,
        "kl": per_row(k3) / n,
    }
