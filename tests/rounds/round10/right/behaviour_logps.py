"""Log-probs of stored rollouts under the behaviour policy softmax(z / T), for importance weights."""
import torch


@torch.no_grad()
def behaviour_logps(policy, ids, attn, resp, temperature):
    policy.eval()
    position_ids = attn.long().cumsum(-1).sub(1).clamp(min=0)
    z = policy(input_ids=ids, attention_mask=attn, position_ids=position_ids).logits
    z = z[:, :-1].float().div(temperature)
    lp = z.gather(-1, ids[:, 1:].unsqueeze(-1)).squeeze(-1) - z.logsumexp(dim=-1)
    return lp.masked_fill(resp[:, 1:] == 0, 0.0)


def truncated_weights(new, old, cap=2.0):
    """Token-level truncated importance weights."""
    return (new - old).exp().clamp(max=cap).detach()
