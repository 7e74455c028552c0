"""Log-probs of sampled responses under the sampler's temperature (pure temperature sampling)."""
import torch


def selected(z, ids):
    """log softmax(z)[ids] without keeping the whole table."""
    rows = []
    for zi, yi in zip(z, ids):
        rows.append(zi.gather(-1, yi[:, None]).squeeze(-1) - torch.logsumexp(zi, dim=-1))
    return torch.stack(rows)


@torch.inference_mode()
def behaviour_logps(policy, seqs, attn, response_mask, tau):
    if policy.training:
        raise RuntimeError("call policy.eval() first")
    z = policy(input_ids=seqs, attention_mask=attn).logits[:, :-1].float() / tau
    out = selected(z, seqs[:, 1:])
    return torch.where(response_mask[:, 1:].bool(), out, torch.zeros_like(out))


def importance_weights(new, old, response_mask, clip=0.2):
    ratio = torch.exp(new - old)
    clipped = ratio.clamp(1 - clip, 1 + clip)
    return torch.where(response_mask[:, 1:].bool(), clipped, torch.ones_like(clipped))
