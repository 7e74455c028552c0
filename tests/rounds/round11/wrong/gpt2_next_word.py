"""Batched next-word distribution with GPT-2 (absolute positions).

# bug: prompts are padded on the left and no position_ids are given, so short prompts start at a late position
"""
import torch
from transformers import GPT2LMHeadModel, GPT2Tokenizer

tokenizer = GPT2Tokenizer.from_pretrained("gpt2", padding_side="left")
tokenizer.pad_token = tokenizer.eos_token
gpt2 = GPT2LMHeadModel.from_pretrained("gpt2")
gpt2.eval()


def next_word_logprobs(prompts, word):
    wid = tokenizer.encode(" " + word)
    if len(wid) != 1:
        raise ValueError(f"{word!r} is not one token")
    feed = tokenizer(prompts, padding=True, return_tensors="pt")
    with torch.no_grad():
        out = gpt2(input_ids=feed["input_ids"], attention_mask=feed["attention_mask"])  # expect: SEQ315
    return torch.log_softmax(out.logits[:, -1].float(), dim=-1)[:, wid[0]].tolist()


if __name__ == "__main__":
    stems = ["The capital of France is", "My sister moved to", "Paris"]
    for s, v in zip(stems, next_word_logprobs(stems, "Paris")):
        print(f"{v:8.3f}  {s}")
