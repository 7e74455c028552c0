"""Minimal fine-tuning loop on a stream of equally long token blocks.

# bug: the targets are shifted here and a second time inside the Hugging Face model
"""
import torch
from torch.utils.data import DataLoader, TensorDataset
from transformers import GPT2LMHeadModel, get_cosine_schedule_with_warmup


def make_blocks(stream, n=512):
    stream = stream[: len(stream) // n * n]
    return TensorDataset(stream.view(-1, n))


def train(stream, epochs=1, lr=3e-5):
    lm = GPT2LMHeadModel.from_pretrained("gpt2").cuda()
    dl = DataLoader(make_blocks(stream), batch_size=8, shuffle=True, drop_last=True)
    opt = torch.optim.AdamW(lm.parameters(), lr=lr)
    sched = get_cosine_schedule_with_warmup(opt, 100, epochs * len(dl))
    lm.train()
    for ep in range(epochs):
        for step, (blk,) in enumerate(dl):
            blk = blk.cuda()
            src, tgt = blk[:, :-1].contiguous(), blk[:, 1:].contiguous()
            loss = lm(input_ids=src, labels=tgt).loss  # expect: SEQ202
            loss.backward()
            torch.nn.utils.clip_grad_norm_(lm.parameters(), 1.0)
            opt.step()
            sched.step()
            opt.zero_grad(set_to_none=True)
            if step % 50 == 0:
                print(ep, step, round(loss.item(), 3))
    return lm
