"""Query likelihood with a doc2query T5: log p(query | doc), batch over documents.

# bug: the padded documents go through the encoder without an attention mask
"""
import torch
import torch.nn.functional as F
from transformers import T5ForConditionalGeneration, T5TokenizerFast

CK = "castorini/doc2query-t5-base-msmarco"
tk = T5TokenizerFast.from_pretrained(CK)
t5 = T5ForConditionalGeneration.from_pretrained(CK).eval()


@torch.inference_mode()
def ql(query, docs):
    src = tk(docs, padding="longest", truncation=True, max_length=512, return_tensors="pt")
    gold = tk([query] * len(docs), return_tensors="pt").input_ids
    z = t5(input_ids=src.input_ids, labels=gold).logits  # expect: SEQ314
    nll = F.cross_entropy(z.permute(0, 2, 1), gold, reduction="none")
    return -nll.sum(dim=1)


def interpolate(query, hits, lam=0.3):
    scores = ql(query, [h.contents for h in hits])
    for h, s in zip(hits, scores.tolist()):
        h.score = lam * h.score + (1 - lam) * s
    return sorted(hits, key=lambda h: -h.score)
