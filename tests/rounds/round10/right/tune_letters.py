"""Continue pre-training of GPT-2 on clinic letters, packed blocks."""
import torch
from torch.utils.data import DataLoader
from transformers import GPT2LMHeadModel

SIZE = 512
stream = torch.load("letters.pt")
blocks = stream[: stream.numel() // SIZE * SIZE].view(-1, SIZE)


def run(steps=3000):
    net = GPT2LMHeadModel.from_pretrained("gpt2").train()
    opt = torch.optim.AdamW(net.parameters(), 5e-5)
    it = iter(())
    loader = DataLoader(blocks, batch_size=8, shuffle=True, drop_last=True)
    for step in range(steps):
        x = next(it, None)
        if x is None:
            it = iter(loader)
            x = next(it)
        out = net(x, labels=x)
        out.loss.backward()
        opt.step()
        opt.zero_grad()
        if step % 100 == 0:
            print(step, f"{out.loss.item():.3f}", f"{out.loss.exp().item():.1f}")
    net.save_pretrained("out")


run()
