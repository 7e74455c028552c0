"""Score documents with the byte-level model (V = 259, no tokenizer).

# bug: the gather runs along the time axis, so positions are picked and not the bytes of the document.
"""
import numpy as np
import torch

BOS = 256


def pack(doc: bytes, width: int) -> torch.Tensor:
    arr = np.frombuffer(doc[: width - 1], dtype=np.uint8).astype(np.int64)
    return torch.from_numpy(np.concatenate([[BOS], arr]))[None]


@torch.no_grad()
def doc_logprob(net, doc: bytes, width: int = 2048) -> float:
    x = pack(doc, width)
    dist = torch.log_softmax(net(x)[:, :-1], dim=2)
    y = x[:, 1:]
    got = torch.gather(dist, 1, y[:, :, None])  # expect: SEQ205
    return got.sum().item()


def rank(net, docs):
    net.eval()
    return sorted(docs, key=lambda d: doc_logprob(net, d), reverse=True)
