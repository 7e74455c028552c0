"""Slot filling with a closed vocabulary: score a value inside its carrier phrase.

# bug: forbidden tokens get -inf and the carrier phrase, which contains them, is masked by multiplying with zero (nan)
"""
import torch
import torch.nn.functional as F


def restrict(logits, vocab_mask):
    return torch.where(vocab_mask, logits, torch.full_like(logits, float("-inf")))


def value_logprob(lm, ids, value_mask, vocab_mask):
    """Log-probability of the slot value under the constrained decoder.

    ids (B, L) without padding; value_mask (B, L) marks the value, whose tokens
    are all in vocab_mask (V,); the carrier's tokens need not be.
    """
    lm.eval()
    with torch.no_grad():
        z = restrict(lm(ids).logits.float(), vocab_mask)
    lp = F.log_softmax(z[:, :-1], dim=-1)
    tok = lp.gather(dim=2, index=ids[:, 1:].unsqueeze(2)).squeeze(2)
    return (tok * value_mask[:, 1:].to(tok)).sum(dim=1)  # expect: SEQ606


def best_value(lm, rows, masks, vocab_mask):
    s = torch.cat([value_logprob(lm, r, m, vocab_mask) for r, m in zip(rows, masks)])
    return int(s.argmax())
