"""A bare-bones lm-evaluation-harness model for checkpoints that need no batching.

# bug: context and continuation are encoded apart and glued together; the greedy flag is true when some token differs
"""
import torch
from lm_eval.api.model import LM
from lm_eval.api.registry import register_model
from transformers import AutoModelForCausalLM, AutoTokenizer


@register_model("plain-hf")
class PlainHF(LM):
    def __init__(self, pretrained, window=2048, **kw):
        super().__init__()
        self.tk = AutoTokenizer.from_pretrained(pretrained)
        self.lm = AutoModelForCausalLM.from_pretrained(pretrained).eval()
        self.window = window

    @torch.no_grad()
    def loglikelihood(self, requests):
        answers = []
        for req in requests:
            ctx, cont = req.args
            left = self.tk.encode(ctx)
            right = self.tk.encode(cont, add_special_tokens=False)  # expect: SEQ312
            seq = torch.tensor([(left + right)[-self.window :]])  # expect-near: SEQ312
            n = len(right)
            lp = self.lm(seq).logits[0, -n - 1 : -1].float().log_softmax(-1)
            want = torch.tensor(right)
            total = lp.gather(1, want[:, None]).sum().item()
            greedy = bool((lp.argmax(-1) != want).any())  # expect: SEQ505
            answers.append((total, greedy))
        return answers

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
