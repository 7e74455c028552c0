"""Loss over equal-size packed blocks, for the trainer's evaluation hook."""
import torch


def eval_loop(model, blocks, bs=8):
    """`blocks` is an int64 tensor (N, L); incomplete last batches are weighted by their rows."""
    model.eval()
    acc = 0.0
    with torch.no_grad():
        for part in blocks.split(bs):
            part = part.to(model.device)
            loss = model(input_ids=part, labels=part).loss
            acc += loss.item() * part.size(0)
    model.train()
    return acc / max(blocks.size(0), 1)


def nanogpt_eval(net, flat, block=256, iters=50, gen=None):
    """Same for a bare module `net(x) -> logits`, on random crops of one stream."""
    net.eval()
    seen = []
    with torch.no_grad():
        for _ in range(iters):
            i = int(torch.randint(len(flat) - block - 1, (1,), generator=gen))
            x, y = flat[i:i + block], flat[i + 1:i + 1 + block]
            seen.append(torch.nn.functional.cross_entropy(net(x[None])[0].float(), y).item())
    net.train()
    return sum(seen) / max(len(seen), 1)
