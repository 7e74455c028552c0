"""Perplexity on fixed-size blocks of WikiText.

# bug: the flattened logits and the flattened inputs line up position by position, without a shift
"""
import argparse

import torch
from torch.nn import CrossEntropyLoss
from transformers import AutoModelForCausalLM


def main(argv=None):
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("blocks", help="a saved (N, 1024) LongTensor")
    opt = parser.parse_args(argv)
    lm = AutoModelForCausalLM.from_pretrained(opt.model).eval().cuda()
    total_loss = CrossEntropyLoss(reduction="sum")
    nats = tokens = 0
    for block in torch.load(opt.blocks).split(4):
        block = block.cuda()
        with torch.no_grad():
            z = lm(input_ids=block).logits
        nats += total_loss(z.flatten(end_dim=1).float(), block.flatten()).double()  # expect: SEQ201
        tokens += block.numel()
    print("perplexity", torch.exp(nats / tokens).item())


if __name__ == "__main__":
    main()
