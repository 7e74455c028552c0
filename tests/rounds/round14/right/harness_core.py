"""The scoring core of a small harness (one request per forward pass)."""
import torch
import torch.nn.functional as F


class Core:
    def __init__(self, model, max_length):
        self.model = model.eval()
        self.max_length = max_length

    @torch.no_grad()
    def score(self, context, continuation):
        """(sum of log-probs, whether greedy decoding would give the continuation); both id lists are non-empty."""
        n = len(continuation)
        inp = torch.tensor((context + continuation)[-(self.max_length + 1):][:-1])[None]
        logits = F.log_softmax(self.model(input_ids=inp).logits.float(), dim=-1)
        logits = logits[0, -n:]
        cont = torch.tensor(continuation)
        is_greedy = (logits.argmax(dim=-1) == cont).all().item()
        logits = logits.gather(1, cont.unsqueeze(-1)).squeeze(-1)
        return logits.sum().item(), bool(is_greedy)

    def choose(self, context, choices, texts):
        lls = [self.score(context, c)[0] for c in choices]
        by_sum = max(range(len(lls)), key=lls.__getitem__)
        by_chars = max(range(len(lls)), key=lambda i: lls[i] / len(texts[i]))
        return {"acc_pick": by_sum, "acc_norm_pick": by_chars}
