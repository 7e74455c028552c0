"""Sampled answers with two log-probabilities: the sampler's (for importance weights) and the model's own."""
import torch

LENGTH = 96


class Sampler:
    def __init__(self, model, tokenizer, temperature=0.7, top_p=0.9):
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.kw = dict(do_sample=True, temperature=temperature, top_p=top_p, max_new_tokens=LENGTH)

    def __call__(self, question):
        chat = [{"role": "user", "content": question}]
        enc = self.tokenizer.apply_chat_template(
            chat, add_generation_prompt=True, return_tensors="pt", return_dict=True
        )
        out = self.model.generate(
            **enc, **self.kw, return_dict_in_generate=True, output_logits=True, output_scores=True
        )
        new = out.sequences[0, enc["input_ids"].shape[1]:]
        own = self._sum(out.logits, new)
        behaviour = self._sum(out.scores, new)
        return self.tokenizer.decode(new, skip_special_tokens=True), own, behaviour

    @staticmethod
    def _sum(steps, ids):
        table = torch.cat(steps, dim=0).float().log_softmax(dim=1)
        return table[torch.arange(len(ids)), ids].sum().item()
