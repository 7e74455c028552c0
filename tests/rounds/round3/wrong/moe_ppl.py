"""Train log of a mixture-of-experts language model.

# bug: the load-balancing loss is part of the value whose exponential is logged as perplexity
"""
import torch
import torch.nn.functional as F


def training_step(model, block, optimizer, log, aux_weight=0.01):
    logits, balance = model(block[:, :-1])
    xent = F.cross_entropy(logits.transpose(1, 2), block[:, 1:])
    loss = xent + aux_weight * balance
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    log(loss=loss.item(), perplexity=torch.exp(loss.detach()).item())  # expect: SEQ414
