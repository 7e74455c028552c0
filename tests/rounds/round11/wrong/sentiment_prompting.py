"""Prompted sentiment with GPT-2, label words compared at the next position.

# bug: the batch is padded on the left but GPT-2 gets no position_ids, so shorter rows start at the wrong position.
"""
import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

tok = GPT2Tokenizer.from_pretrained("gpt2")
tok.pad_token = tok.eos_token
tok.padding_side = "left"
lm = GPT2LMHeadModel.from_pretrained("gpt2")
lm.eval()

GOOD = tok.encode(" great")
BAD = tok.encode(" terrible")
assert len(GOOD) == len(BAD) == 1


def predict(reviews):
    batch = tok([r + " It was" for r in reviews], padding=True, return_tensors="pt")
    with torch.no_grad():
        out = lm(input_ids=batch.input_ids, attention_mask=batch.attention_mask)  # expect: SEQ315
    last = out.logits[:, -1].log_softmax(-1)
    return (last[:, GOOD[0]] > last[:, BAD[0]]).long()


if __name__ == "__main__":
    print(predict(["A film for the whole family.", "I left after ten minutes."]))
