"""Harness backend: total log-likelihood and greedy flag for tokenised (context, continuation) requests."""
import torch


class Backend:
    def __init__(self, net, max_len):
        self.net, self.max_len = net.eval(), max_len

    @torch.no_grad()
    def loglikelihood_tokens(self, requests):
        res = []
        for ctx, cont in requests:
            full = (ctx + cont)[-(self.max_len + 1) :]
            inp = torch.tensor(full[:-1])
            multi = torch.log_softmax(self.net(inp[None]).logits, -1)[0]
            logits = multi[-len(cont) :]
            want = torch.tensor(cont)
            greedy = bool((logits.argmax(-1) == want).all())
            logits = logits.gather(1, want[:, None]).squeeze(1)
            res.append((float(logits.sum()), greedy))
        return res


def acc_and_acc_norm(backend, docs):
    """Plain accuracy, and accuracy with log-likelihoods divided by the number of characters."""
    a = b = 0
    for d in docs:
        lls = [ll for ll, _ in backend.loglikelihood_tokens([(d["ctx_ids"], c) for c in d["choice_ids"]])]
        norm = [ll / len(text) for ll, text in zip(lls, d["choice_texts"])]
        a += max(range(len(lls)), key=lls.__getitem__) == d["gold"]
        b += max(range(len(norm)), key=norm.__getitem__) == d["gold"]
    return a / len(docs), b / len(docs)
