"""Confidence of an extracted entity span = product over its tokens.

# bug: the logits of the span's tokens are multiplied together as if they were probabilities.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("EleutherAI/pythia-410m")
model = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-410m")
model.eval()


def span_confidence(text, char_start, char_end):
    enc = tokenizer(text, return_tensors="pt", return_offsets_mapping=True)
    where = enc.pop("offset_mapping")[0].tolist()
    with torch.inference_mode():
        scores = model(**enc).logits.squeeze(0)
    conf = 1.0
    for i, (a, b) in enumerate(where):
        if i == 0 or a < char_start or b > char_end:
            continue
        token = enc["input_ids"][0, i]
        conf *= scores[i - 1, token].item()  # expect: SEQ102
    return conf  # expect-near: SEQ102


if __name__ == "__main__":
    s = "The meeting was moved from Oslo to Bergen on Friday."
    print(span_confidence(s, s.index("Bergen"), s.index("Bergen") + len("Bergen")))
