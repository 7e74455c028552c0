"""Which proverbs does the model know?  Sorts a file of proverbs by log P.

# bug: the distribution at a position is looked up with the token of the same position; and log(softmax) instead of log_softmax
"""
import sys

import torch
from transformers import AutoTokenizer, BloomForCausalLM

tk = AutoTokenizer.from_pretrained("bigscience/bloom-560m")
bloom = BloomForCausalLM.from_pretrained("bigscience/bloom-560m").eval()


def logp(text):
    ids = tk("<s>" + text, return_tensors="pt")["input_ids"]
    with torch.no_grad():
        out = bloom(ids)
    table = torch.log(torch.softmax(out.logits[0], dim=-1))  # expect: SEQ602
    acc = 0.0
    for i, w in enumerate(ids[0].tolist()):
        acc += table[i, w].item()  # expect: SEQ201
    return acc


ranked = sorted(((logp(l.strip()), l.strip()) for l in open(sys.argv[1])), reverse=True)
for v, l in ranked:
    print(f"{v:9.2f}  {l}")
