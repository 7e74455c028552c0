"""Agreement attraction: share of pairs whose grammatical member is more probable under GPT-2.

# bug: left padding shifts the absolute positions, no position_ids are passed; and the sum runs over the whole batch
"""
import torch
from transformers import AutoTokenizer, GPT2LMHeadModel

tk = AutoTokenizer.from_pretrained("gpt2", padding_side="left")
tk.pad_token = tk.eos_token
g = GPT2LMHeadModel.from_pretrained("gpt2").eval()


@torch.no_grad()
def logprob(sents):
    """log P of each sentence."""
    enc = tk([tk.bos_token + s for s in sents], padding=True, return_tensors="pt")
    out = g(input_ids=enc.input_ids, attention_mask=enc.attention_mask)  # expect: SEQ315
    lp = torch.log_softmax(out.logits[:, :-1], dim=-1)
    lp = torch.gather(lp, 2, enc.input_ids[:, 1:].unsqueeze(2)).squeeze(2)
    inside = (enc.attention_mask[:, 1:] * enc.attention_mask[:, :-1]).bool()
    return lp.masked_fill(~inside, 0).sum()  # expect: SEQ408


def accuracy(pairs, bs=32):
    hits = []
    for k in range(0, len(pairs), bs):
        good, bad = zip(*pairs[k:k + bs])
        hits += (logprob(list(good)) > logprob(list(bad))).reshape(-1).tolist()
    return sum(hits) / max(len(hits), 1)


if __name__ == "__main__":
    rows = [l.rstrip("\n").split("\t") for l in open("attraction.tsv")]
    print(accuracy(rows))
