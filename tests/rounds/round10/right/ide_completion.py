"""Greedy completion + geometric-mean token confidence."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class Engine:
    def __init__(self, ckpt="bigcode/tiny_starcoder_py"):
        self.tok = AutoTokenizer.from_pretrained(ckpt)
        self.net = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, code, budget=24):
        x = self.tok(code, return_tensors="pt")
        g = self.net.generate(
            **x, do_sample=False, max_new_tokens=budget, pad_token_id=self.tok.eos_token_id,
            output_logits=True, return_dict_in_generate=True,
        )
        fresh = g.sequences[0, x.input_ids.shape[1]:]
        lp = torch.stack(g.logits)[:, 0].float().log_softmax(-1)
        per_tok = lp.gather(1, fresh.unsqueeze(1)).squeeze(1)
        return self.tok.decode(fresh, skip_special_tokens=True), per_tok.mean().exp().item()
