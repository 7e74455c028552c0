"""lm-eval style loglikelihood of (context, continuation) requests.

# bug: context and continuation are tokenised separately and concatenated
"""
import torch


class LocalLM:
    def __init__(self, model, tokenizer):
        self.model = model.eval()
        self.tokenizer = tokenizer

    def _pair(self, context, continuation):
        a = self.tokenizer.encode(context)
        b = self.tokenizer.encode(continuation, add_special_tokens=False)  # expect: SEQ312
        return a, b

    @torch.no_grad()
    def loglikelihood(self, requests):
        res = []
        for context, continuation in requests:
            a, b = self._pair(context, continuation)
            ids = torch.tensor([a + b])  # expect-near: SEQ312
            lp = self.model(ids).logits[0].float().log_softmax(-1)[len(a) - 1:-1]
            y = ids[0, len(a):]
            s = lp.gather(1, y[:, None]).sum().item()
            greedy = bool((lp.argmax(1) == y).all())
            res.append((s, greedy))
        return res
