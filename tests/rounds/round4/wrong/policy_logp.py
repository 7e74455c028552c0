"""Log-probabilities of sampled replies, for a small REINFORCE trainer.
# bug: Categorical(logits=...) is given probabilities and normalises them a second time.
"""
from torch.distributions import Categorical


def dist_of(model, ids, mask):
    z = model(ids, attention_mask=mask).logits[:, :-1]
    weights = z.float().softmax(-1)
    return Categorical(logits=weights)  # expect: SEQ106


def reinforce_loss(model, batch, advantage):
    """advantage: (B,). reply_mask marks the reply's tokens in input_ids."""
    d = dist_of(model, batch["input_ids"], batch["attention_mask"])
    lp = d.log_prob(batch["input_ids"][:, 1:])  # expect-near: SEQ106
    reply = batch["reply_mask"][:, 1:]
    per_row = (lp * reply).sum(-1)
    return -(advantage * per_row).mean()
