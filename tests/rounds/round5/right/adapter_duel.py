"""Two adapters answer; the more probable answer wins. Greedy decoding, raw logits of every step."""
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer


class Duel:
    def __init__(self, base, left, right):
        self.tok = AutoTokenizer.from_pretrained(base)
        lm = AutoModelForCausalLM.from_pretrained(base)
        self.lm = PeftModel.from_pretrained(lm, left, adapter_name="left")
        self.lm.load_adapter(right, adapter_name="right")
        self.lm.eval()

    def _answer(self, side, prompt):
        self.lm.set_adapter(side)
        x = self.tok(prompt, return_tensors="pt")
        g = self.lm.generate(**x, do_sample=False, max_new_tokens=24, output_logits=True, return_dict_in_generate=True)
        new = g.sequences[:, x.input_ids.shape[1]:]
        steps = torch.stack(g.logits, 1).float().log_softmax(-1)
        logp = steps.gather(2, new[..., None]).squeeze(2).sum(1)
        return logp.item(), self.tok.decode(new[0], skip_special_tokens=True)

    def run(self, prompt):
        l, r = self._answer("left", prompt), self._answer("right", prompt)
        return {"winner": "left" if l[0] >= r[0] else "right", "left": l, "right": r}
