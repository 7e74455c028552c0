"""Minimal fine-tuning loop with validation and checkpoint selection.

# bug: the perplexity is exp of a label-smoothed cross-entropy, and the checkpoint with the highest loss is chosen
"""
import torch
import torch.nn.functional as F


def smoothed_nll(logits, targets, eps=0.1):
    return F.cross_entropy(logits.flatten(0, 1), targets.flatten(),
                           ignore_index=-100, label_smoothing=eps, reduction="sum")


@torch.no_grad()
def validate(net, loader):
    net.eval()
    s, n = 0.0, 0
    for b in loader:
        z = net(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits[:, :-1].float()
        y = b["labels"][:, 1:]
        s += smoothed_nll(z, y).item()  # expect-near: SEQ414
        n += int((y != -100).sum())
    net.train()
    return s / max(n, 1)


def fit(net, opt, train, val, epochs, out):
    history = []
    for ep in range(epochs):
        for b in train:
            z = net(input_ids=b["input_ids"], attention_mask=b["attention_mask"]).logits[:, :-1].float()
            y = b["labels"][:, 1:]
            loss = smoothed_nll(z, y) / (y != -100).sum().clamp(min=1)
            opt.zero_grad()
            loss.backward()
            opt.step()
        vl = validate(net, val)
        path = f"{out}/ep{ep}.pt"
        torch.save(net.state_dict(), path)
        history.append((vl, path))
        print(ep, "val perplexity", torch.tensor(vl).exp().item())  # expect: SEQ414
    losses = torch.tensor([h[0] for h in history])
    return history[int(losses.argmax())][1]  # expect: SEQ501
