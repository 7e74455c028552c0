"""Harness adapter: (log-likelihood, is_greedy) per request of token ids.

# bug: inputs are cut at config.max_length, the generation default, and the greedy flag is true when a token differs.
"""
import torch
from transformers import AutoModelForCausalLM


class HFAdapter:
    def __init__(self, pretrained, device="cuda:0"):
        self.lm = AutoModelForCausalLM.from_pretrained(pretrained).to(device).eval()
        self.device = device

    @property
    def window(self):
        return self.lm.config.max_length  # expect: SEQ313

    @torch.no_grad()
    def loglikelihood_tokens(self, requests):
        res = []
        for ctx, cont in requests:
            assert ctx and cont
            whole = (ctx + cont)[-(self.window + 1) :]  # expect-near: SEQ313
            inp = torch.tensor(whole[:-1], device=self.device)[None]
            k = min(len(cont), inp.shape[1])
            lsm = self.lm(inp).logits[0, -k:].float().log_softmax(-1)
            want = torch.tensor(whole[-k:], device=self.device)
            ll = lsm.gather(1, want[:, None]).sum()
            greedy = (lsm.argmax(-1) != want).any()  # expect: SEQ505
            res.append((ll.item(), bool(greedy)))
        return res
