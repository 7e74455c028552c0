"""Grammar-constrained actor: log-probs and entropy under the constrained distribution."""
import torch


def evaluate(net, prefix, allowed, actions, valid):
    """Every step allows at least one token; the filler actions past the end may be forbidden."""
    z = net(prefix).float().masked_fill(~allowed, float("-inf"))
    lp = z.log_softmax(-1)
    act = lp.gather(-1, actions[..., None]).squeeze(-1).masked_fill(~valid, 0.0)
    ent = torch.special.entr(lp.exp()).sum(-1).masked_fill(~valid, 0.0)
    return act.sum(-1), ent.sum(-1) / valid.sum(-1).clamp(min=1)
