"""Token log-probs of the behaviour policy, which samples at temperature tau with no truncation."""
import torch


def behaviour_logps(model, ids, attn, tau):
    z = model(input_ids=ids, attention_mask=attn).logits[:, :-1].float() / tau
    return z.log_softmax(dim=-1).gather(2, ids[:, 1:, None]).squeeze(2)


def surrogate(model, roll, tau=0.8, eps=0.2):
    new = behaviour_logps(model, roll["ids"], roll["attn"], tau)
    rho = torch.exp(new - roll["old"])
    a = roll["adv"][:, None]
    gain = torch.min(rho * a, rho.clamp(1 - eps, 1 + eps) * a)
    on = roll["completion"][:, 1:].bool()
    return -gain[on].sum() / on.sum().clamp(min=1)
