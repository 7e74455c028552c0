"""Flax probes for a sentiment prompt and for full-line likelihoods.

# bug: p_positive is exp of one vocabulary logit, never divided by the partition; line_likelihood multiplies log-probabilities together.
"""
import jax
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel

MODEL = "gpt2"


class Probe:
    def __init__(self, name=MODEL):
        self.tk = AutoTokenizer.from_pretrained(name)
        self.net = FlaxGPT2LMHeadModel.from_pretrained(name)
        self.pos = self.tk.encode(" positive")
        assert len(self.pos) == 1

    def p_positive(self, review: str) -> float:
        """Probability that the next token is ' positive'."""
        ids = self.tk(f"Review: {review}\nSentiment:", return_tensors="np")["input_ids"]
        last = self.net(ids).logits[0, -1]
        return float(jnp.exp(last[self.pos[0]]))  # expect: SEQ103

    def line_likelihood(self, line: str) -> float:
        ids = self.tk(self.tk.bos_token + line, return_tensors="np")["input_ids"]
        lp = jax.nn.log_softmax(self.net(ids).logits[0, :-1], axis=-1)
        per_tok = lp[jnp.arange(ids.shape[1] - 1), ids[0, 1:]]
        return float(jnp.prod(per_tok))  # expect: SEQ407


def best_line(lines):
    pr = Probe()
    return sorted(lines, key=pr.line_likelihood, reverse=True)[0]


if __name__ == "__main__":
    pr = Probe()
    for r in ["Loved every minute.", "A dreadful bore."]:
        print(r, pr.p_positive(r))
    print(best_line(["the cat sat on the mat", "mat the on sat cat the"]))
