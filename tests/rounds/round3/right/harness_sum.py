"""Adapter to lm-eval: summed continuation log-probs and a greedy flag."""
import torch
from lm_eval.api.model import TemplateLM
from lm_eval.api.registry import register_model


@register_model("inhouse-sum")
class SumLM(TemplateLM):
    def __init__(self, model, tokenizer):
        super().__init__()
        self.model, self.tokenizer = model, tokenizer

    @property
    def eot_token_id(self):
        return self.tokenizer.eos_token_id

    def tok_encode(self, string, **kwargs):
        return self.tokenizer.encode(string)

    @torch.no_grad()
    def _loglikelihood_tokens(self, requests, **kwargs):
        answers = []
        for _, context, continuation in requests:
            inp = torch.tensor([context + continuation])[:, :-1]
            logits = self.model(inp).logits[0, len(context) - 1 :].float().log_softmax(-1)
            gold = torch.tensor(continuation)
            hit = logits.gather(1, gold[:, None])
            answers.append((float(hit.sum()), bool(torch.equal(logits.argmax(-1), gold))))
        return answers

    def loglikelihood_rolling(self, requests, **kwargs):
        raise NotImplementedError

    def generate_until(self, requests, **kwargs):
        raise NotImplementedError
