"""HellaSwag by summed NLL: the cheapest ending wins. The list is called scores."""
import torch
import torch.nn.functional as F


def predict(lm, ctx, endings):
    scores = []
    for e in endings:
        ids = torch.cat([ctx, e]).unsqueeze(0)
        with torch.no_grad():
            z = lm(ids).logits.float()
        scores.append(F.cross_entropy(z[0, ctx.numel() - 1 : -1], e, reduction="sum"))
    return int(torch.stack(scores).argmin())


def hardest_example(losses: torch.Tensor) -> int:
    """Index of the training example with the largest loss, for mining."""
    return int(losses.argmax())
