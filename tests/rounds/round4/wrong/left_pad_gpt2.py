"""Batched single-word cloze with GPT-2 and left padding.
# bug: the forward pass has no position_ids, so a padded row's positions are shifted by its padding.
"""
import torch
from transformers import AutoTokenizer, GPT2LMHeadModel


def cloze(prompts, words):
    tok = AutoTokenizer.from_pretrained("gpt2")
    tok.pad_token = tok.eos_token
    tok.padding_side = "left"
    model = GPT2LMHeadModel.from_pretrained("gpt2").eval()
    enc = tok(prompts, return_tensors="pt", padding=True)
    with torch.no_grad():
        out = model(input_ids=enc["input_ids"], attention_mask=enc["attention_mask"])  # expect: SEQ315
    lp = out.logits[:, -1].log_softmax(-1)
    wid = torch.tensor([tok.convert_tokens_to_ids("Ġ" + w) for w in words])
    return lp[torch.arange(len(words)), wid].tolist()


if __name__ == "__main__":
    print(cloze(["The sun rises in the", "A cat sat on the"], ["east", "mat"]))
