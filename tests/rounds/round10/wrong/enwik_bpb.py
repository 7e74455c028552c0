"""Bits per byte on enwik-style dumps.

# bug: the length is counted in characters where bytes are meant, and nats are reported as bits
"""
import torch


def chunked(ids, n):
    """Windows of n inputs whose targets follow directly, so every id but the first is a target once."""
    for i in range(0, len(ids) - 1, n):
        yield ids[i:i + n + 1]


@torch.no_grad()
def total_nats(model, ids, window):
    acc = torch.zeros((), dtype=torch.float64)
    for w in chunked(ids, window):
        logp = model(w[None, :-1]).float().log_softmax(-1)[0]
        acc -= logp[torch.arange(len(w) - 1), w[1:]].double().sum()
    return acc.item()


def bits_per_byte(model, tokenizer, text, window=1024):
    model.eval()
    ids = torch.tensor([tokenizer.bos_id()] + tokenizer.encode(text))
    size = len(text)  # expect: SEQ422
    return total_nats(model, ids, window) / max(size, 1)  # expect: SEQ412


if __name__ == "__main__":
    import sentencepiece as spm

    sp = spm.SentencePieceProcessor(model_file="wiki.model")
    net = torch.jit.load("wiki.ts")
    print("bpb:", bits_per_byte(net, sp, open("enwik_tail.txt", encoding="utf-8").read()))
