"""Held-out perplexity over equal blocks; the model shifts the labels by itself."""
import math

import torch


@torch.no_grad()
def block_perplexity(model, blocks):
    """blocks: LongTensor [N, block], no padding, all of one size."""
    state = model.training
    model.eval()
    acc = 0.0
    for block in blocks.split(1):
        acc += model(input_ids=block, labels=block.clone()).loss.item()
    model.train(state)
    mean = acc / len(blocks)
    return math.exp(mean) if mean < 700 else math.inf
