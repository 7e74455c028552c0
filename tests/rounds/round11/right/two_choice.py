"""Two-choice plausibility: sum of log p(alternative token | everything before it)."""
import torch


@torch.no_grad()
def plausibility(decoder, left, option):
    """left, option: lists of ids. Returns (log p, whether greedy decoding gives the option)."""
    seq = torch.tensor([left + option])
    raw = decoder(seq).logits[0, len(left) - 1:-1].float()
    gold = seq[0, len(left):]
    lp = torch.log_softmax(raw, dim=-1)
    greedy = torch.equal(raw.argmax(dim=-1), gold)
    return lp.gather(1, gold[:, None]).sum().item(), greedy


def accuracy(decoder, rows):
    ok = 0
    for left, options, answer in rows:
        s = [plausibility(decoder, left, o)[0] for o in options]
        ok += s.index(max(s)) == answer
    return ok / max(len(rows), 1)
