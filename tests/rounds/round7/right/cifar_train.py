'''Train a small CIFAR net. Reports accuracy, loss and the maximum-softmax-probability baseline for OOD detection.'''
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, classes=10):
        super().__init__()
        self.c1, self.c2 = nn.Conv2d(3, 32, 3), nn.Conv2d(32, 64, 3)
        self.fc = nn.Linear(64 * 6 * 6, classes)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.c1(x)), 2)
        x = F.max_pool2d(F.relu(self.c2(x)), 2)
        return F.log_softmax(self.fc(x.flatten(1)), dim=1)


def test(model, loader, device):
    model.eval()
    loss, correct, seen, msp = 0.0, 0, 0, []
    with torch.no_grad():
        for data, target in loader:
            data, target = data.to(device), target.to(device)
            output = model(data)
            loss += F.nll_loss(output, target, reduction='sum').item()
            correct += output.argmax(dim=1).eq(target).sum().item()
            msp.append(output.exp().max(dim=1).values)
            seen += target.numel()
    print(f'loss {loss / max(seen, 1):.4f} acc {correct / max(seen, 1):.4f}')
    return torch.cat(msp)


def hardest(model, data, target, k=16):
    """Indices of the k examples with the largest loss, for the mining round."""
    with torch.no_grad():
        per = F.nll_loss(model(data), target, reduction='none')
    return per.topk(k).indices, int(per.argmax())
