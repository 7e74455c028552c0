"""Log-likelihood of rows from a padded int matrix (GPT-2 ids, tail filled with 0) plus lengths.

# bug: ids equal to 0 are dropped as padding, although id 0 is '!' in this vocabulary
# bug: the mean loss over n-1 targets is multiplied by n
"""
import numpy as np
import torch
from transformers import GPT2LMHeadModel


def rows(matrix: np.ndarray):
    for r in matrix:
        yield torch.from_numpy(r[r != 0].astype(np.int64))  # expect: SEQ317


@torch.no_grad()
def loglik(net, x):
    x = x.unsqueeze(0)
    mean_nll = net(x, labels=x).loss
    return float(-mean_nll * x.shape[1])  # expect: SEQ403


def main(npz="held_out_ids.npz"):
    net = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    blob = np.load(npz)
    vals = [loglik(net, x) for x in rows(blob["ids"]) if x.numel() > 1]
    np.save("loglik.npy", np.asarray(vals))
    print(f"{len(vals)} rows, total {sum(vals):.1f} nats")


if __name__ == "__main__":
    main()
