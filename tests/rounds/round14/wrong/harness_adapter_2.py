"""lm-eval adapter for our checkpoints.

# bug: context and continuation are tokenised separately and concatenated, so a token that spans the join gets another segmentation than in the text
"""
import torch
import torch.nn.functional as F
from lm_eval.api.model import LM
from lm_eval.api.registry import register_model
from transformers import AutoModelForCausalLM, AutoTokenizer


@register_model("inhouse")
class InHouse(LM):
    def __init__(self, pretrained, **kwargs):
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(pretrained)
        self.net = AutoModelForCausalLM.from_pretrained(pretrained).eval()

    @torch.no_grad()
    def loglikelihood(self, requests):
        res = []
        for context, continuation in (r.args for r in requests):
            c = self.tokenizer.encode(context)
            k = self.tokenizer.encode(continuation, add_special_tokens=False)  # expect-near: SEQ312
            seq = torch.tensor([c + k])  # expect: SEQ312
            out = self.net(seq).logits[0, len(c) - 1:-1].float()
            lp = F.log_softmax(out, dim=-1)
            tgt = torch.tensor(k)
            total = lp[torch.arange(len(k)), tgt].sum().item()
            res.append((total, bool((out.argmax(-1) == tgt).all())))
        return res

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        raise NotImplementedError
