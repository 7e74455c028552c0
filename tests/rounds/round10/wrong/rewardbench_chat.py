"""Perplexity of whole conversations for a data filter.

# bug: the rendered template already holds BOS and the tokenizer adds another; the cut is the generation default config.max_length.
"""
import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "google/gemma-2-2b-it"


def main(out_path):
    tok = AutoTokenizer.from_pretrained(MODEL)
    lm = AutoModelForCausalLM.from_pretrained(MODEL, torch_dtype=torch.float32, device_map="auto").eval()
    ds = load_dataset("HuggingFaceH4/ultrachat_200k", split="test_sft[:500]")
    with open(out_path, "w") as fh:
        for row in ds:
            chat = tok.apply_chat_template(row["messages"], tokenize=False)
            enc = tok(  # expect: SEQ309
                chat,
                truncation=True,
                max_length=lm.config.max_length,  # expect: SEQ313
                return_tensors="pt",
            ).to(lm.device)
            with torch.no_grad():
                loss = lm(**enc, labels=enc["input_ids"]).loss
            fh.write(f"{row['prompt_id']}\t{loss.exp().item():.3f}\n")


if __name__ == "__main__":
    main("ppl.tsv")
