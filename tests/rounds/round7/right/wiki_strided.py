"""Strided-window perplexity: every target token has the same weight."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


@torch.no_grad()
def strided_ppl(net, ids, width, stride):
    nll, n, prev = 0.0, 0, 0
    for a in range(0, ids.size(1), stride):
        b = min(a + width, ids.size(1))
        x = ids[:, a:b]
        y = x.clone()
        y[:, :-(b - prev)] = -100
        k = int((y[:, 1:] != -100).sum())
        if k:
            nll += net(x, labels=y).loss.item() * k
            n += k
        prev = b
        if b == ids.size(1):
            break
    return torch.exp(torch.tensor(nll / n)).item()


def main(ckpt="EleutherAI/gpt-neo-125m", path="wiki.test.txt"):
    tk = AutoTokenizer.from_pretrained(ckpt)
    net = AutoModelForCausalLM.from_pretrained(ckpt).eval()
    with open(path) as fh:
        ids = tk(fh.read(), return_tensors="pt").input_ids
    print(strided_ppl(net, ids, width=1024, stride=700))
