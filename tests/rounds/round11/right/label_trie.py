"""Zero-shot topics: every token of the label name is scored."""
import torch


def label_scores(tok, lm, article, labels):
    base = tok.encode(f"Article: {article}\nTopic:")
    res = []
    for name in labels:
        full = tok.encode(f"Article: {article}\nTopic: {name}")
        assert full[: len(base)] == base
        ids = torch.tensor([full])
        with torch.no_grad():
            lp = lm(ids).logits[0, :-1].float().log_softmax(-1)
        k = len(base)
        res.append(lp[k - 1:].gather(1, ids[0, k:, None]).sum().item())
    return res


def classify(tok, lm, articles, labels):
    lm.eval()
    return [max(zip(label_scores(tok, lm, a, labels), labels))[1] for a in articles]
