"""Policy-gradient loss with torch distributions."""
import torch
from torch.distributions import Categorical


def loss(model, batch, advantage):
    z = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits[:, :-1].float()
    normal = Categorical(logits=z.log_softmax(-1))
    lp = normal.log_prob(batch["input_ids"][:, 1:])
    reply = batch["reply_mask"][:, 1:]
    bonus = (normal.entropy() * reply).sum(-1).mean()
    return -(advantage * (lp * reply).sum(-1)).mean() - 0.01 * bonus


def sample(weights: torch.Tensor):
    p = weights / weights.sum(-1, keepdim=True)
    return Categorical(p).sample()
