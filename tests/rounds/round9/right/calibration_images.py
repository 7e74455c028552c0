"""Expected calibration error of an image classifier, with temperature scaling."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def collect(net, loader, device="cuda"):
    net.eval()
    zs, ys = [], []
    for x, y in loader:
        zs.append(net(x.to(device)).float().cpu())
        ys.append(y)
    return torch.cat(zs), torch.cat(ys)


def ece(probs, y, bins=15):
    conf, pred = probs.max(dim=1)
    hit = pred.eq(y).float()
    edges = torch.linspace(0, 1, bins + 1)
    total = 0.0
    for lo, hi in zip(edges[:-1], edges[1:]):
        sel = (conf > lo) & (conf <= hi)
        if sel.any():
            total += sel.float().mean() * (conf[sel].mean() - hit[sel].mean()).abs()
    return float(total)


def fit_temperature(z, y, steps=200):
    log_t = torch.zeros(1, requires_grad=True)
    opt = torch.optim.LBFGS([log_t], max_iter=steps)

    def closure():
        opt.zero_grad()
        loss = F.cross_entropy(z / log_t.exp(), y)
        loss.backward()
        return loss

    opt.step(closure)
    return log_t.exp().item()


def report(net, val, test):
    zv, yv = collect(net, val)
    zt, yt = collect(net, test)
    t = fit_temperature(zv, yv)
    return {
        "acc": (zt.argmax(1) == yt).float().mean().item(),
        "ece": ece(F.softmax(zt, dim=1), yt),
        "ece_scaled": ece(F.softmax(zt / t, dim=1), yt),
        "T": t,
    }
