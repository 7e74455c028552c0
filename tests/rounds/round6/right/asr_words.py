"""Word confidences for the ASR viewer. A word's confidence is defined as the average posterior of
its frames (a display heuristic, not a likelihood)."""
import torch


def ctc_words(logits, labels, blank=0, sep="|"):
    """``logits``: (frames, symbols) of one utterance."""
    p, best = logits.softmax(dim=1).max(dim=1)
    words, cur, conf, last = [], "", [], blank
    for q, s in zip(p.tolist(), best.tolist()):
        if s != blank and s != last:
            if labels[s] == sep:
                if cur:
                    words.append((cur, sum(conf) / len(conf)))
                cur, conf = "", []
            else:
                cur += labels[s]
                conf.append(q)
        last = s
    if cur:
        words.append((cur, sum(conf) / len(conf)))
    return [(w, round(c, 2)) for w, c in words]


def ctc_loss(logits, targets, in_len, tgt_len):
    lp = torch.log_softmax(logits, dim=2).transpose(0, 1)
    return torch.nn.functional.ctc_loss(lp, targets, in_len, tgt_len, blank=0)
