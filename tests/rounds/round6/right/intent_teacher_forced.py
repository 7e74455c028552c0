"""Intent detection: log p(intent | transcript) with every intent forced through the model."""
from functools import lru_cache

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

CUE = "Transcript: {t}\nIntent:"


@lru_cache(maxsize=1)
def parts(ckpt):
    return AutoTokenizer.from_pretrained(ckpt), AutoModelForCausalLM.from_pretrained(ckpt).eval()


@torch.no_grad()
def forced(ckpt, cue, intent):
    tok, lm = parts(ckpt)
    enc = tok(f"{cue} {intent}", return_offsets_mapping=True, return_tensors="pt")
    first = next(i for i, (a, b) in enumerate(enc["offset_mapping"][0].tolist()) if b > len(cue))
    ids = enc["input_ids"][0]
    lp = lm(ids[None]).logits[0, first - 1 : -1].float().log_softmax(-1)
    return lp.gather(1, ids[first:].unsqueeze(1)).sum().item()


def predict(ckpt, transcript, intents):
    cue = CUE.format(t=transcript)
    table = {i: forced(ckpt, cue, i) for i in intents}
    return max(table, key=table.__getitem__), table


if __name__ == "__main__":
    print(predict("gpt2", "wake me at seven", ["set alarm", "play music", "send message"]))
