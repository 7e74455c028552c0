"""Noisy-channel reranking of n-best translations: log p(y|x) + w * log p(x|y).

# bug: the sequence log-probability is minus the model's mean loss, i.e. it lacks the number of tokens
"""
from typing import List, Tuple

import torch
from transformers import AutoTokenizer, M2M100ForConditionalGeneration

CKPT = "facebook/m2m100_418M"
tokenizer = AutoTokenizer.from_pretrained(CKPT)
mt = M2M100ForConditionalGeneration.from_pretrained(CKPT).eval()


def sequence_logprob(src: str, tgt: str, src_lang: str, tgt_lang: str) -> float:
    """log p(tgt | src), the joint log-probability of all target tokens."""
    tokenizer.src_lang, tokenizer.tgt_lang = src_lang, tgt_lang
    batch = tokenizer(src, text_target=tgt, return_tensors="pt")
    with torch.inference_mode():
        out = mt(**batch)
    return -out.loss.item()  # expect: SEQ402


def rerank(
    src: str, nbest: List[str], langs: Tuple[str, str], w: float = 0.5
) -> List[Tuple[float, str]]:
    a, b = langs
    ranked = []
    for hyp in nbest:
        fwd = sequence_logprob(src, hyp, a, b)
        bwd = sequence_logprob(hyp, src, b, a)
        ranked.append((fwd + w * bwd, hyp))
    return sorted(ranked, key=lambda r: r[0], reverse=True)


if __name__ == "__main__":
    cands = ["Das Haus ist klein.", "Das kleine Haus.", "Es ist ein kleines Haus, das Haus."]
    for s, h in rerank("The house is small.", cands, ("en", "de")):
        print(f"{s:9.3f}  {h}")
