"""Document perplexities from the old parquet dumps, which store token probabilities.

# bug: a constant is added to the probabilities before the logarithm
# bug: the mean natural-log NLL is used as an exponent of 2
"""
import sys

import numpy as np
import pyarrow.parquet as pq


def documents(path):
    t = pq.read_table(path, columns=["doc_id", "token_prob"])
    ids = t.column("doc_id").to_numpy()
    p = t.column("token_prob").to_numpy().astype(np.float64)
    cuts = np.flatnonzero(ids[1:] != ids[:-1]) + 1
    for key, part in zip(ids[np.r_[0, cuts]], np.split(p, cuts)):
        yield key, part


def perplexity(p):
    lp = np.log(p + 1e-8)  # expect: SEQ604
    h = -lp.mean()
    return 2.0 ** h  # expect: SEQ411


def main(paths):
    for path in paths:
        for key, p in documents(path):
            print(key, len(p), f"{perplexity(p):.2f}", sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
