"""Greedy translation with a hypothesis score for quality estimation.

# bug: the generation scores of the emitted tokens are summed as log-probabilities without log_softmax.
"""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer


class Translator:
    def __init__(self, ckpt="Helsinki-NLP/opus-mt-de-en"):
        self.t = AutoTokenizer.from_pretrained(ckpt)
        self.m = AutoModelForSeq2SeqLM.from_pretrained(ckpt).eval()

    @torch.no_grad()
    def __call__(self, src):
        b = self.t(src, return_tensors="pt")
        g = self.m.generate(**b, num_beams=1, do_sample=False, max_new_tokens=128,
                            output_scores=True, return_dict_in_generate=True)
        hyp = g.sequences[:, 1:]
        steps = torch.stack(g.scores, dim=1)
        tok_lp = steps.gather(2, hyp[:, :, None])[:, :, 0]  # expect-near: SEQ112
        return self.t.decode(hyp[0], skip_special_tokens=True), tok_lp[0].sum().item()  # expect: SEQ112


if __name__ == "__main__":
    tr = Translator()
    for s in ("Das ist ein Test.", "Wie spät ist es?"):
        text, score = tr(s)
        print(f"{score:9.3f}\t{text}")
