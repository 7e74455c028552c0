"""Log-probabilities of chosen and rejected replies for the preference trainer.

# bug: the response mask is cut like the inputs, not like the targets, so it sits one token late
"""
import torch
import torch.nn.functional as F


def token_logps(model, ids, attention_mask):
    z = model(input_ids=ids, attention_mask=attention_mask).logits
    z = z[:, :-1].float()
    tgt = ids[:, 1:]
    return z.gather(2, tgt.unsqueeze(2)).squeeze(2) - z.logsumexp(2)


def reply_logps(model, ids, attention_mask, reply_mask):
    """Sum over the reply tokens; reply_mask is 1 on every reply token of `ids`."""
    lp = token_logps(model, ids, attention_mask)
    keep = reply_mask[:, :-1].to(lp.dtype)  # expect: SEQ203
    return (lp * keep).sum(1)  # expect-near: SEQ203


def preference_loss(policy, reference, good, bad, beta=0.1):
    diff = reply_logps(policy, **good) - reply_logps(policy, **bad)
    with torch.no_grad():
        base = reply_logps(reference, **good) - reply_logps(reference, **bad)
    return -F.logsigmoid(beta * (diff - base)).mean()
