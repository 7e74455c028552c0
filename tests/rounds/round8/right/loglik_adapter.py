"""(sum log-prob, is_greedy) for pre-tokenised requests, one request at a time."""
import torch


@torch.no_grad()
def loglikelihood(model, requests):
    model.eval()
    out = []
    for ctx, cont in requests:
        x = torch.tensor([ctx + cont])
        z = model(input_ids=x[:, :-1]).logits[0, -len(cont):].float()
        want = x[0, -len(cont):]
        ll = -torch.nn.functional.cross_entropy(z, want, reduction="sum").item()
        out.append((ll, bool(torch.equal(z.argmax(dim=-1), want))))
    return out


def pick(model, ctx, endings):
    lls = [ll for ll, _ in loglikelihood(model, [(ctx, e) for e in endings])]
    return max(range(len(lls)), key=lls.__getitem__)
