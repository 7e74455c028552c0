"""ImageNet-style evaluation: softmax over classes (axis 1), top-5, mean max-probability."""
import torch
import torch.nn.functional as F


@torch.no_grad()
def evaluate(net, loader, device="cuda"):
    net.eval()
    top1 = top5 = n = 0
    confidence = 0.0
    for images, target in loader:
        logits = net(images.to(device))
        target = target.to(device)
        probs = F.softmax(logits, dim=1)
        conf, pred = probs.max(dim=1)
        top1 += (pred == target).sum().item()
        top5 += (logits.topk(5, dim=1).indices == target[:, None]).any(dim=1).sum().item()
        confidence += conf.sum().item()
        n += target.numel()
    return {"acc@1": top1 / n, "acc@5": top5 / n, "mean_confidence": confidence / n}
