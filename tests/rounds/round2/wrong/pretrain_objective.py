"""Objective of the pre-training loop.

# bug: the batch maker moves the labels by one and the loss moves them once more
"""
import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM


def make_batch(stream, block, size, device):
    starts = torch.randint(0, stream.numel() - block - 1, (size,))
    x = torch.stack([stream[s:s + block] for s in starts])
    y = torch.stack([stream[s + 1:s + 1 + block] for s in starts])
    return x.to(device), y.to(device)


def next_token_loss(z, y):
    z = z[:, :-1]
    y = y[:, 1:]  # expect-near: SEQ202
    return F.cross_entropy(z.reshape(-1, z.size(-1)), y.reshape(-1))


def train(name, stream, steps, device="cuda"):
    model = AutoModelForCausalLM.from_pretrained(name).to(device)
    opt = torch.optim.AdamW(model.parameters(), lr=3e-4)
    for _ in range(steps):
        x, y = make_batch(stream, 512, 16, device)
        loss = next_token_loss(model(x).logits.float(), y)  # expect: SEQ202
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()
    return model
