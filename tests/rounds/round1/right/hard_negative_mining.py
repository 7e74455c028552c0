"""Keep the examples the model finds hardest (largest loss first)."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def example_losses(model, loader):
    out = []
    for x, y in loader:
        out.append(F.cross_entropy(model(x), y, reduction="none"))
    return torch.cat(out)


def hardest(model, loader, k):
    losses = example_losses(model, loader)
    return losses.topk(min(k, losses.numel())).indices.tolist()


def single_hardest(model, loader):
    return int(example_losses(model, loader).argmax())


if __name__ == "__main__":
    net = torch.nn.Linear(3, 2)
    data = [(torch.randn(4, 3), torch.tensor([0, 1, 1, 0])) for _ in range(3)]
    top = hardest(net, data, 5)
    assert len(top) == 5 and top[0] == single_hardest(net, data)
