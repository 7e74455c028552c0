"""Average token log-probability of each caption in a batch.

# bug: the masked sum is divided by the padded width instead of the number of real tokens
"""
import torch


def token_logps(decoder, images, tokens):
    feats = decoder.encode(images)
    z = decoder(tokens[:, :-1], feats)
    return torch.gather(z.log_softmax(2), 2, tokens[:, 1:, None]).squeeze(2)


def caption_quality(decoder, images, tokens, lengths):
    """tokens (B, L) start with <bos>; `lengths` counts <bos>, words and <eos>."""
    decoder.eval()
    with torch.no_grad():
        lp = token_logps(decoder, images, tokens)
    pos = torch.arange(lp.shape[1], device=lp.device)
    inside = pos[None, :] < (lengths - 1)[:, None]
    lp = lp.masked_fill(~inside, 0.0)
    return lp.mean(dim=1)  # expect: SEQ303


def pick_captions(decoder, loader, k=3):
    best = {}
    for images, tokens, lengths, names in loader:
        for name, q, row in zip(names, caption_quality(decoder, images, tokens, lengths).tolist(), tokens):
            best.setdefault(name, []).append((q, row.tolist()))
    return {n: sorted(v, key=lambda pair: -pair[0])[:k] for n, v in best.items()}
