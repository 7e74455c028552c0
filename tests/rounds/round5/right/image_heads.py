"""Image classifier evaluation: calibration by temperature, ECE, and hardest examples for inspection."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def collect(net, loader):
    net.eval()
    z, y = zip(*[(net(x), t) for x, t in loader])
    return torch.cat(z), torch.cat(y)


def fit_temperature(logits, y):
    log_t = torch.zeros(1, requires_grad=True)
    opt = torch.optim.LBFGS([log_t], max_iter=60)

    def closure():
        opt.zero_grad()
        loss = F.cross_entropy(logits / log_t.exp(), y)
        loss.backward()
        return loss

    opt.step(closure)
    return log_t.exp().item()


def ece(logits, y, bins=15):
    conf, pred = F.softmax(logits, dim=1).max(dim=1)
    hit = pred.eq(y).float()
    which = (conf * bins).long().clamp(max=bins - 1)
    out = 0.0
    for b in range(bins):
        m = which == b
        if m.any():
            out += m.float().mean() * (hit[m].mean() - conf[m].mean()).abs()
    return float(out)


def hardest(logits, y, k=25):
    loss = F.cross_entropy(logits, y, reduction="none")
    return loss.argsort(descending=True)[:k], loss.argmax().item()
