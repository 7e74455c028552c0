"""Maximum softmax probability as an out-of-distribution score for an image classifier."""
import torch


@torch.no_grad()
def msp(net, images):
    return torch.softmax(net(images), dim=1).max(dim=1).values


def auroc_inputs(net, inside, outside):
    s = torch.cat([msp(net, inside), msp(net, outside)])
    y = torch.cat([torch.ones(len(inside)), torch.zeros(len(outside))])
    return s.numpy(), y.numpy()


def ece_confidence(net, loader):
    return torch.cat([msp(net, x) for x, _ in loader]).mean().item()
