"""Log-probs for DPO and KTO.

# bug: the completion mask is cut at the end while the targets are cut at the start; the mask is True on the ignored labels, so prompt and padding are averaged.
"""
import torch


def picked_logps(model, ids, attention_mask):
    z = model(input_ids=ids, attention_mask=attention_mask).logits[:, :-1].float()
    return torch.gather(z.log_softmax(-1), 2, ids[:, 1:, None]).squeeze(2)


def pair_logps(model, batch):
    """batch["ids"] stacks chosen over rejected; batch["completion"] marks completion tokens."""
    lp = picked_logps(model, batch["ids"], batch["attention_mask"])
    m = batch["completion"][:, :-1].to(lp.dtype)  # expect-near: SEQ203
    total = (lp * m).sum(dim=1)  # expect: SEQ203
    chosen, rejected = total.chunk(2)
    return chosen, rejected


def dpo_margin(policy, ref, batch, beta=0.1):
    pc, pr = pair_logps(policy, batch)
    with torch.no_grad():
        rc, rr = pair_logps(ref, batch)
    return beta * ((pc - rc) - (pr - rr))


IGNORE = -100


def response_logps(logits, labels):
    labels = labels[:, 1:].clone()
    logits = logits[:, :-1].float()
    use = labels == IGNORE  # expect-near: SEQ307
    labels = labels.masked_fill(labels == IGNORE, 0)
    lp = torch.take_along_dim(logits.log_softmax(-1), labels[..., None], dim=-1)[..., 0]
    return (lp * use).sum(-1) / use.sum(-1).clamp(min=1)  # expect: SEQ307


def kto_reward(policy_logits, reference_logits, labels, beta=0.1):
    return beta * (response_logps(policy_logits, labels) - response_logps(reference_logits, labels))
