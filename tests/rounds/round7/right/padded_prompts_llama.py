"""End-of-prompt entropy on left-padded batches of a Llama checkpoint."""
import torch
from transformers import LlamaForCausalLM, LlamaTokenizerFast


def load(path):
    tk = LlamaTokenizerFast.from_pretrained(path, padding_side="left")
    tk.pad_token = tk.unk_token
    return tk, LlamaForCausalLM.from_pretrained(path, torch_dtype=torch.float32).eval()


@torch.inference_mode()
def entropy(tk, lm, prompts):
    enc = tk(prompts, return_tensors="pt", padding=True)
    z = lm(input_ids=enc.input_ids, attention_mask=enc.attention_mask).logits[:, -1]
    return torch.distributions.Categorical(logits=z).entropy()


def main(path, prompt_file):
    tk, lm = load(path)
    with open(prompt_file) as fh:
        prompts = fh.read().splitlines()
    for a in range(0, len(prompts), 8):
        for p, h in zip(prompts[a:a + 8], entropy(tk, lm, prompts[a:a + 8]).tolist()):
            print(f"{h:.4f}\t{p[:60]}")
