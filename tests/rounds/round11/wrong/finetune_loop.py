"""Minimal fine-tuning loop on a text file split in equal blocks.

# bug: inputs and labels are shifted by hand although the model shifts the labels itself
"""
import torch
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, AutoTokenizer, get_cosine_schedule_with_warmup


def blocks(path, tok, size):
    stream = tok(open(path).read()).input_ids
    n = len(stream) // size * size
    return torch.tensor(stream[:n]).view(-1, size)


def main(path="train.txt", ckpt="EleutherAI/pythia-160m", size=513, epochs=1):
    tok = AutoTokenizer.from_pretrained(ckpt)
    net = AutoModelForCausalLM.from_pretrained(ckpt).cuda()
    net.train()
    opt = torch.optim.AdamW(net.parameters(), lr=2e-5)
    dl = DataLoader(blocks(path, tok, size), batch_size=8, shuffle=True, drop_last=True)
    sched = get_cosine_schedule_with_warmup(opt, 100, len(dl) * epochs)
    for _ in range(epochs):
        for chunk in dl:
            chunk = chunk.cuda()
            src = chunk[:, :-1]
            dst = chunk[:, 1:].contiguous()
            res = net(input_ids=src, labels=dst)  # expect: SEQ202
            res.loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            opt.step()
            sched.step()
            opt.zero_grad(set_to_none=True)
    net.save_pretrained("out")


if __name__ == "__main__":
    main()
