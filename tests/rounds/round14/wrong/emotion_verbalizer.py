"""Zero-shot emotion tagging by verbaliser, plus posterior over speakers from dialogue log-likelihoods.

# bug: only the first token of each multi-token emotion word is scored; dialogue log-likelihoods are exponentiated before normalising.
"""
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

EMOTIONS = ["contentment", "exasperation", "melancholy", "apprehensiveness", "bewilderment"]


class EmotionTagger:
    def __init__(self, path="gpt2-medium"):
        self.tok = AutoTokenizer.from_pretrained(path)
        self.lm = AutoModelForCausalLM.from_pretrained(path).eval()
        self.heads = {e: self.tok.encode(" " + e)[0] for e in EMOTIONS}  # expect: SEQ209

    @torch.no_grad()
    def tag(self, utterance):
        enc = self.tok(f'"{utterance}"\nThe speaker feels', return_tensors="pt")
        lp = self.lm(**enc).logits[0, -1].log_softmax(-1)
        return max(self.heads, key=lambda e: lp[self.heads[e]].item())  # expect-near: SEQ209


def speaker_posterior(dialogue_lls, log_prior):
    """dialogue_lls: log p(dialogue | speaker's LM), one entry per speaker, thousands of tokens each."""
    joint = np.asarray(dialogue_lls) + np.asarray(log_prior)
    w = np.exp(joint)  # expect-near: SEQ605
    return w / w.sum()  # expect: SEQ605


if __name__ == "__main__":
    print(EmotionTagger().tag("You never listen to me!"))
