"""Order translation hypotheses by log p(text) with a Flax decoder."""
import jax
import jax.numpy as jnp
import numpy as np
from transformers import AutoTokenizer, FlaxAutoModelForCausalLM


class FlaxLM:
    def __init__(self, ckpt="gpt2"):
        self.tk = AutoTokenizer.from_pretrained(ckpt, padding_side="right")
        self.tk.pad_token = self.tk.eos_token
        self.m = FlaxAutoModelForCausalLM.from_pretrained(ckpt)
        self._fn = jax.jit(self._score)

    def _score(self, params, tokens, m):
        scores = self.m(input_ids=tokens, attention_mask=m, params=params).logits
        scores = scores.astype(jnp.float32)[:, :-1]
        at = jnp.take_along_axis(scores, tokens[:, 1:, None], axis=2).squeeze(2)
        at = at - jax.nn.logsumexp(scores, axis=2)
        return jnp.sum(at * m[:, 1:], axis=1)

    def order(self, texts):
        enc = self.tk(list(texts), padding=True, return_tensors="np")
        total = np.asarray(self._fn(self.m.params, enc["input_ids"], enc["attention_mask"]))
        return sorted(zip(total.tolist(), texts), reverse=True)


if __name__ == "__main__":
    print(FlaxLM().order(["The cat sat.", "The cat sitted.", "Sat cat the."]))
