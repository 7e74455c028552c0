"""Flax probes: next-token probability of a one-token label and log-likelihood of a line."""
from functools import partial

import jax
import jax.numpy as jnp
from transformers import AutoTokenizer, FlaxGPT2LMHeadModel

tk = AutoTokenizer.from_pretrained("gpt2")
net = FlaxGPT2LMHeadModel.from_pretrained("gpt2")


@partial(jax.jit, static_argnums=1)
def prob_of(last, token):
    return jnp.exp(last[token] - jax.scipy.special.logsumexp(last))


def p_label(review: str, label: str = " positive") -> float:
    piece = tk.encode(label)
    if len(piece) != 1:
        raise ValueError(f"{label!r} is {len(piece)} tokens")
    ids = tk(f"Review: {review}\nSentiment:", return_tensors="np")["input_ids"]
    return float(prob_of(net(ids).logits[0, -1], piece[0]))


def line_loglik(line: str) -> float:
    ids = tk(tk.bos_token + line, return_tensors="np")["input_ids"]
    lp = jax.nn.log_softmax(net(ids).logits[0, :-1], axis=-1)
    return float(lp[jnp.arange(ids.shape[1] - 1), ids[0, 1:]].sum())


if __name__ == "__main__":
    for r in ("Loved every minute.", "A dreadful bore."):
        print(r, p_label(r), p_label(r, " negative"))
    print(max(["the cat sat on the mat", "mat the on sat cat the"], key=line_loglik))
