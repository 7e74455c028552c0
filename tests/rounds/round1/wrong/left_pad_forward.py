"""Next-token entropy for a batch of prompts (BLOOM, left padding).

# bug: the padded batch goes into the model without its attention mask.
"""
import torch
from transformers import AutoTokenizer, BloomForCausalLM

tk = AutoTokenizer.from_pretrained("bigscience/bloom-560m", padding_side="left")
net = BloomForCausalLM.from_pretrained("bigscience/bloom-560m").eval()


@torch.no_grad()
def entropies(prompts):
    enc = tk(prompts, padding=True, return_tensors="pt")
    z = net(enc["input_ids"]).logits[:, -1]  # expect: SEQ314
    lp = z.float().log_softmax(-1)
    return -(lp.exp() * lp).sum(-1)
