"""Next-token entropy at the end of every prompt.

# bug: left-padded batch goes through the model without its attention mask
"""
import torch
from torch.distributions import Categorical
from transformers import AutoModelForCausalLM, AutoTokenizer

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
lm = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B").eval()


@torch.no_grad()
def entropies(prompts):
    batch = tok(prompts, padding=True, return_tensors="pt")
    z = lm(batch["input_ids"]).logits[:, -1].float()  # expect: SEQ314
    return Categorical(logits=z).entropy().tolist()


if __name__ == "__main__":
    for h in entropies(["The sky is", "To be or not to be, that is the"]):
        print(f"{h:.3f} nats")
