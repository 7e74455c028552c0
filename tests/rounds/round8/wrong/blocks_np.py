"""Score fixed-length token blocks from saved logits (one .npz per shard).

# bug: np.roll puts the first token of each block behind the last one, where it is scored too
"""
import glob

import numpy as np
from scipy.special import log_softmax


def block_logprobs(logits, tokens):
    """(n, L, V) logits and (n, L) tokens, no padding -> one summed log-prob per block."""
    lp = log_softmax(np.asarray(logits, dtype=np.float32), axis=-1)
    nxt = np.roll(tokens, -1, axis=1)  # expect: SEQ206
    chosen = np.take_along_axis(lp, nxt[..., np.newaxis], axis=-1)  # expect-near: SEQ206
    return chosen[..., 0].sum(axis=1)


def main(pattern="shards/*.npz"):
    everything = []
    for path in sorted(glob.glob(pattern)):
        with np.load(path) as z:
            everything.append(block_logprobs(z["logits"], z["tokens"]))
    s = np.concatenate(everything)
    print(f"{s.size} blocks, lowest {s.min():.1f}, median {np.median(s):.1f}, highest {s.max():.1f}")


if __name__ == "__main__":
    main()
