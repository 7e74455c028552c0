"""NLL of finished conversations under the chat model.

# bug: the rendered template already starts with BOS and the tokenizer adds a second one; texts are cut
# at the generation default max_length
"""
import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME = "meta-llama/Llama-3.1-8B-Instruct"


def main(split="test_sft", limit=200):
    tok = AutoTokenizer.from_pretrained(NAME)
    lm = AutoModelForCausalLM.from_pretrained(NAME, torch_dtype=torch.float32, device_map="auto").eval()
    data = load_dataset("HuggingFaceH4/ultrachat_200k", split=split).select(range(limit))
    nll, cnt = 0.0, 0
    for row in data:
        rendered = tok.apply_chat_template(row["messages"], tokenize=False)  # expect-near: SEQ309
        ids = tok(  # expect: SEQ309
            rendered,
            truncation=True,
            max_length=lm.config.max_length,  # expect: SEQ313
            return_tensors="pt",
        ).input_ids.to(lm.device)
        with torch.no_grad():
            loss = lm(ids, labels=ids).loss
        k = ids.shape[1] - 1
        nll += loss.item() * k
        cnt += k
    print(f"{nll / max(cnt, 1):.4f} nats per token over {cnt} tokens")


if __name__ == "__main__":
    main()
