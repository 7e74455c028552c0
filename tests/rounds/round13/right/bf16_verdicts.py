"""Pairwise verdicts and text log-likelihoods on a bfloat16 checkpoint."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Judge:
    def __init__(self, ckpt, yes, no):
        self.tok = AutoTokenizer.from_pretrained(ckpt, padding_side="right")
        if self.tok.pad_token is None:
            self.tok.pad_token = self.tok.eos_token
        self.lm = AutoModelForCausalLM.from_pretrained(ckpt, torch_dtype=torch.bfloat16).eval()
        self.yes, self.no = self.tok.convert_tokens_to_ids([yes, no])

    @torch.no_grad()
    def _run(self, texts):
        e = self.tok(texts, padding=True, return_tensors="pt")
        return e.input_ids, e.attention_mask, self.lm(**e).logits.float()

    def p_yes(self, prompts):
        """P(yes) given that the answer is yes or no."""
        _, m, z = self._run(prompts)
        end = m.sum(1) - 1
        z = z[torch.arange(len(prompts)), end]
        return torch.sigmoid(z[:, self.yes] - z[:, self.no])

    def loglik(self, texts):
        x, m, z = self._run(texts)
        y = x[:, 1:]
        lp = z[:, :-1].log_softmax(-1).gather(-1, y.unsqueeze(-1)).squeeze(-1)
        return lp.masked_fill(m[:, 1:] == 0, 0.0).sum(-1)
