"""Translate with Marian and keep the sentences the model is confident about.

# bug: the stacked generation scores are raw logits; they are gathered and summed without a log_softmax
"""
import sys

import torch
from transformers import MarianMTModel, MarianTokenizer


class Translator:
    def __init__(self, pair="de-en"):
        name = f"Helsinki-NLP/opus-mt-{pair}"
        self.tk = MarianTokenizer.from_pretrained(name)
        self.mt = MarianMTModel.from_pretrained(name).eval()

    @torch.no_grad()
    def run(self, sentences):
        src = self.tk(sentences, return_tensors="pt", padding=True)
        gen = self.mt.generate(**src, num_beams=1, do_sample=False, max_new_tokens=200,
                               return_dict_in_generate=True, output_scores=True)
        hyp = gen.sequences[:, 1:]
        steps = torch.stack(gen.scores, dim=1)
        real = hyp.ne(self.tk.pad_token_id)
        w = steps.gather(2, hyp[:, :, None])[:, :, 0]  # expect-near: SEQ112
        logp = w.masked_fill(~real, 0.0).sum(dim=1)  # expect: SEQ112
        return self.tk.batch_decode(hyp, skip_special_tokens=True), logp, real.sum(1)


def main(threshold=-0.5):
    mt = Translator()
    lines = [x.strip() for x in sys.stdin if x.strip()]
    for i in range(0, len(lines), 16):
        chunk = lines[i:i + 16]
        for s, t, lp, n in zip(chunk, *mt.run(chunk)):
            if lp.item() / max(int(n), 1) > threshold:
                print(s, t, sep="\t")


if __name__ == "__main__":
    main()
