"""Which of two replies does a chat model say it prefers? (first-token margin)

# bug: the rendered chat template already holds BOS and the tokenizer adds one more; the left-padded batch is run without its attention mask.
"""
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

MODEL = "meta-llama/Llama-3.1-8B-Instruct"
ASK = "{context}\n\nReply 1: {one}\n\nReply 2: {two}\n\nWhich reply is better? Say 1 or 2."

tokenizer = AutoTokenizer.from_pretrained(MODEL, padding_side="left")
tokenizer.pad_token = "<|finetune_right_pad_id|>"
net = AutoModelForCausalLM.from_pretrained(MODEL, device_map="auto").eval()
ONE = tokenizer.convert_tokens_to_ids("1")
TWO = tokenizer.convert_tokens_to_ids("2")


def render(ex):
    msg = [{"role": "user", "content": ASK.format(**ex)}]
    return tokenizer.apply_chat_template(msg, tokenize=False, add_generation_prompt=True)


@torch.no_grad()
def margins(examples):
    """Log-odds of "1" against "2" at the first reply position."""
    pack = tokenizer([render(e) for e in examples], padding=True, return_tensors="pt")  # expect: SEQ309
    z = net(pack["input_ids"].to(net.device)).logits[:, -1].float()  # expect: SEQ314
    return (z[:, ONE] - z[:, TWO]).cpu()


def win_rate(examples, bs=8):
    got = torch.cat([margins(examples[i : i + bs]) for i in range(0, len(examples), bs)])
    return (got > 0).float().mean().item()
