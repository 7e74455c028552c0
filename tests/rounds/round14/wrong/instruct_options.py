"""Options of an instruct model: rendered chat prompt, one generation, option log-probs.

# bug: the rendered template already holds BOS and the tokenizer adds another; multi-token options are scored under a free-running generation instead of being fed to the model.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CKPT = "meta-llama/Llama-3.2-1B-Instruct"


class OptionScorer:
    def __init__(self, ckpt=CKPT):
        self.tokenizer = AutoTokenizer.from_pretrained(ckpt)
        self.model = AutoModelForCausalLM.from_pretrained(ckpt).eval()

    def _prompt(self, user):
        chat = [{"role": "system", "content": "Answer with one of the options."}, {"role": "user", "content": user}]
        rendered = self.tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
        return self.tokenizer(rendered, return_tensors="pt")  # expect: SEQ309

    @torch.no_grad()
    def __call__(self, user, options):
        enc = self._prompt(user)
        ids = {o: self.tokenizer.encode(o, add_special_tokens=False) for o in options}
        width = max(map(len, ids.values()))
        gen = self.model.generate(
            **enc,
            do_sample=False,
            min_new_tokens=width,
            max_new_tokens=width,
            output_logits=True,
            return_dict_in_generate=True,
        )
        table = torch.stack(gen.logits, dim=1)[0].float().log_softmax(-1)  # expect-near: SEQ207
        out = {}
        for o, piece in ids.items():
            out[o] = sum(table[i, t].item() for i, t in enumerate(piece))  # expect: SEQ207
        return out


if __name__ == "__main__":
    s = OptionScorer()
    print(s("Is a tomato a fruit or a vegetable?", ["a fruit", "a vegetable", "neither of the two"]))
