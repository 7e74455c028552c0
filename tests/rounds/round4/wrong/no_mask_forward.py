"""Next-word entropy for a padded batch of contexts.
# bug: the forward pass on a left-padded batch gets no attention mask (and no position ids).
"""
import torch
from transformers import AutoTokenizer, OPTForCausalLM

tok = AutoTokenizer.from_pretrained("facebook/opt-125m", padding_side="left")
net = OPTForCausalLM.from_pretrained("facebook/opt-125m").eval()


@torch.no_grad()
def next_word_entropy(contexts):
    batch = tok(contexts, padding=True, return_tensors="pt")
    z = net(batch["input_ids"]).logits[:, -1].float()  # expect: SEQ314 # expect-near: SEQ315
    lp = z.log_softmax(-1)
    return -(lp.exp() * lp).sum(-1)


if __name__ == "__main__":
    print(next_word_entropy(["Once upon a time", "The", "In the beginning was the"]))
