"""Log-likelihoods from an exported GPT-style model with onnxruntime."""
import numpy as np
import onnxruntime as ort
from tokenizers import Tokenizer


def lse(a):
    m = a.max(axis=-1, keepdims=True)
    return (m + np.log(np.exp(a - m).sum(axis=-1, keepdims=True)))[..., 0]


class OrtLM:
    def __init__(self, graph, tok):
        self.session = ort.InferenceSession(graph, providers=["CPUExecutionProvider"])
        self.tk = Tokenizer.from_file(tok)
        self.tk.enable_padding(pad_id=1, pad_token="<pad>")

    def __call__(self, texts):
        encs = self.tk.encode_batch(list(texts))
        ids = np.array([e.ids for e in encs], dtype=np.int64)
        am = np.array([e.attention_mask for e in encs], dtype=np.int64)
        (z,) = self.session.run(["logits"], {"input_ids": ids, "attention_mask": am})
        z = z[:, :-1].astype(np.float64)
        y = ids[:, 1:]
        lp = np.take_along_axis(z, y[..., None], axis=-1)[..., 0] - lse(z)
        return np.where(am[:, 1:] == 1, lp, 0.0).sum(axis=1)

    def unpadded(self, texts):
        for e in self.tk.encode_batch(list(texts)):
            a = np.array(e.ids)
            yield a[np.array(e.attention_mask, dtype=bool)]


if __name__ == "__main__":
    import sys

    lm = OrtLM(*sys.argv[1:3])
    for t, v in zip(sys.argv[3:], lm(sys.argv[3:])):
        print(f"{v:9.3f} {t}")
