"""Scores fixed-length packed blocks from a memmap with a bf16 checkpoint.

# bug: targets are made with roll, so the last position is scored against the block's first token; log_softmax and the sum stay in bfloat16
"""
import numpy as np
import torch
from transformers import AutoModelForCausalLM

BLOCK = 1024


def blocks(path, batch):
    mm = np.memmap(path, dtype=np.uint16, mode="r")
    n = len(mm) // BLOCK
    for i in range(0, n, batch):
        j = min(n, i + batch)
        part = mm[i * BLOCK: j * BLOCK].reshape(j - i, BLOCK)
        yield torch.from_numpy(part.astype(np.int64))


class BlockScorer:
    def __init__(self, repo):
        self.model = AutoModelForCausalLM.from_pretrained(repo, torch_dtype=torch.bfloat16).cuda().eval()

    @torch.inference_mode()
    def __call__(self, x):
        """Log-likelihood of each block."""
        x = x.cuda()
        y = torch.roll(x, shifts=-1, dims=1)  # expect: SEQ206
        lp = self.model(x).logits.log_softmax(-1)  # expect: SEQ607
        got = lp.gather(-1, y.unsqueeze(-1)).squeeze(-1)  # expect-near: SEQ206
        return got.sum(-1).cpu()  # expect-near: SEQ607


def dump(repo, path, out, batch=8):
    scorer = BlockScorer(repo)
    parts = [scorer(b).float() for b in blocks(path, batch)]
    np.save(out, torch.cat(parts).numpy())
