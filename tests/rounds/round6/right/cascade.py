"""Two-model cascade. The cheap model keeps an answer when its own mean token log-prob is high enough."""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


def generated_logprobs(lm, tok, prompts, max_new=64):
    enc = tok(prompts, padding=True, return_tensors="pt").to(lm.device)
    res = lm.generate(
        **enc,
        max_new_tokens=max_new,
        do_sample=False,
        output_logits=True,
        return_dict_in_generate=True,
    )
    cont = res.sequences[:, enc["input_ids"].shape[-1] :]
    table = torch.stack(res.logits, dim=1).float().log_softmax(dim=-1)
    lp = torch.take_along_dim(table, cont[..., None], dim=-1).squeeze(-1)
    eos = (cont == tok.eos_token_id).int()
    live = (eos.cumsum(dim=1) - eos) == 0
    return cont, lp, live


class Cascade:
    def __init__(self, cheap, strong, cut=-0.5):
        self.tok = AutoTokenizer.from_pretrained(cheap, padding_side="left")
        self.cheap = AutoModelForCausalLM.from_pretrained(cheap).eval()
        self.strong = strong
        self.cut = cut

    def __call__(self, prompts):
        cont, lp, live = generated_logprobs(self.cheap, self.tok, prompts)
        avg = torch.where(live, lp, 0.0).sum(1) / live.sum(1).clamp(min=1)
        answers = self.tok.batch_decode(cont, skip_special_tokens=True)
        return [
            a if s >= self.cut else self.strong(p)
            for p, a, s in zip(prompts, answers, avg.tolist())
        ]
