"""Does the verifier model say yes?
# bug: logsigmoid of the yes logit replaces log_softmax over the vocabulary.
"""
import argparse

import torch
import torch.nn.functional as F
from transformers import AutoModelForCausalLM, AutoTokenizer

ap = argparse.ArgumentParser()
ap.add_argument("--model", required=True)
ap.add_argument("--question", required=True)
args = ap.parse_args()

tok = AutoTokenizer.from_pretrained(args.model)
lm = AutoModelForCausalLM.from_pretrained(args.model).eval()
yes_id = tok.convert_tokens_to_ids("yes")

enc = tok(args.question + " Answer yes or no:", return_tensors="pt")
with torch.no_grad():
    head = lm(**enc).logits[0, -1]
lp_next = F.logsigmoid(head)  # expect: SEQ107
print(f"log P(yes) = {lp_next[yes_id].item():.3f}")  # expect-near: SEQ107
