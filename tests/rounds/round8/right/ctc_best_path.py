"""Best-path CTC decoding. Class 0 is the blank symbol."""
import torch

BLANK = 0


def collapse(path):
    prev, out = BLANK, []
    for c in path:
        if c != prev and c != BLANK:
            out.append(c)
        prev = c
    return out


@torch.inference_mode()
def decode(encoder, feats, feat_lens, symbols):
    """Returns (text, log-prob of the best path) for each utterance."""
    logits, out_lens = encoder(feats, feat_lens)
    lp = logits.float().log_softmax(dim=2)
    best, path = lp.max(dim=2)
    results = []
    for row, ids, n in zip(best, path, out_lens.tolist()):
        ids = torch.unique_consecutive(ids[:n])
        kept = ids[ids != BLANK].tolist()
        results.append(("".join(symbols[k] for k in kept), row[:n].sum().item()))
    return results


def align_cost(lp, targets, in_lens, tgt_lens):
    return torch.nn.functional.ctc_loss(
        lp.transpose(0, 1), targets, in_lens, tgt_lens, blank=BLANK, reduction="none", zero_infinity=True
    )
