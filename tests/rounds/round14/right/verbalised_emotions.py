"""Zero-shot emotions: full-word log-probs, and posterior over speakers in log space."""
import numpy as np
import torch
from scipy.special import logsumexp
from transformers import AutoModelForCausalLM, AutoTokenizer

WORDS = ("contentment", "exasperation", "melancholy", "apprehensiveness")


class Tagger:
    def __init__(self, path="gpt2-medium"):
        self.tok = AutoTokenizer.from_pretrained(path)
        self.lm = AutoModelForCausalLM.from_pretrained(path).eval()

    @torch.no_grad()
    def word_ll(self, stem, word):
        enc = self.tok(f"{stem} {word}", return_tensors="pt", return_offsets_mapping=True)
        ends = enc.pop("offset_mapping")[0, 1:, 1]
        lp = self.lm(**enc).logits[0, :-1].log_softmax(-1)
        lp = lp.gather(1, enc["input_ids"][0, 1:, None])[:, 0]
        return lp[ends > len(stem)].sum().item()

    def tag(self, utterance):
        stem = f'"{utterance}"\nThe speaker feels'
        return max(WORDS, key=lambda w: self.word_ll(stem, w))


def posterior(dialogue_lls, log_prior):
    joint = np.asarray(dialogue_lls, dtype=float) + log_prior
    return np.exp(joint - logsumexp(joint))


if __name__ == "__main__":
    print(Tagger().tag("You never listen to me!"))
    print(posterior([-4100.0, -4102.5], np.log([0.5, 0.5])))
