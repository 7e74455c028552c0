"""loglikelihood of pre-tokenised (context, continuation) pairs with the greedy flag."""
import torch


@torch.no_grad()
def loglikelihood_tokens(engine, pairs):
    res = []
    for ctx, cont in pairs:
        whole = torch.tensor(ctx + cont)
        rows = engine.logits(whole)[len(ctx) - 1:-1].float()
        goal = whole[len(ctx):]
        lp = rows.log_softmax(-1).gather(-1, goal[:, None]).sum().item()
        res.append((lp, bool((rows.argmax(-1) == goal).all())))
    return res
