"""Training of a from-scratch decoder that takes aligned (inputs, targets), plus HF fine-tuning."""
import torch
import torch.nn.functional as F


def get_batch(stream, bs, n):
    ix = torch.randint(len(stream) - n - 1, (bs,)).tolist()
    x = torch.stack([stream[i:i + n] for i in ix])
    y = torch.stack([stream[i + 1:i + n + 1] for i in ix])
    return x, y


def scratch_step(net, opt, stream, bs=16, n=256):
    x, y = get_batch(stream, bs, n)
    z = net(x)
    loss = F.cross_entropy(z.view(-1, z.size(-1)), y.view(-1))
    opt.zero_grad(set_to_none=True)
    loss.backward()
    opt.step()
    return loss.item()


def hf_step(lm, opt, stream, bs=16, n=256):
    x, _ = get_batch(stream, bs, n)
    loss = lm(input_ids=x, labels=x).loss
    opt.zero_grad(set_to_none=True)
    loss.backward()
    opt.step()
    return loss.item()
